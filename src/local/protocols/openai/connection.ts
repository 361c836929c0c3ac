import type { ClientEvent } from '../../../providers/openai/schema/client-event.js';
import { createAsyncQueue } from '../../../lib/async-queue.js';
import { after } from '../../../lib/timer.js';
import type { Brain } from '../../brain/brain.js';
import { createConversation } from '../../conversation/conversation.js';
import type { ConversationEvent } from '../../conversation/events.js';
import { isSpoken } from '../../conversation/items.js';
import { newId } from '../../conversation/new-id.js';
import type { Engines } from '../../engines/engines.js';
import { parseClientEvent } from './client-event.js';
import { createItem, describeItem } from './items.js';
import { ProtocolError, toProtocolError } from './protocol-error.js';
import { sendEvent, type Send } from './server-events.js';
import { createSession, MAX_SESSION_SECONDS, toResponseSettings, toSettings, updateSession, type Session } from './session.js';
import { countItems } from './usage.js';
import { DEFAULT_VOICE } from './voices.js';

/** A conversation with the local agent, as a socket to a realtime service would be: text frames in, text frames out. */
export interface LocalConnection {
  /** Never throws: an event that cannot be carried out is answered with an `error` event. */
  send(frame: string): void;
  /** For one reader. Ends when the conversation does. */
  readonly frames: AsyncIterable<string>;
}

export interface ConnectionOptions {
  /** Only echoed: there is one model. */
  readonly model?: string;
  /** One of `VOICE_NAMES`; OpenAI's names are mapped to the nearest voice of this agent. */
  readonly voice?: string;
}

export interface ConnectionParts {
  readonly brain: Brain;
  readonly engines: Engines;
}

const MODEL = 'local-agent';

/** Opens a server endpoint of OpenAI's Realtime API (GA). It ends when `signal` aborts or after an hour. */
export function createConnection(parts: ConnectionParts, options: ConnectionOptions, signal: AbortSignal): LocalConnection {
  const frames = createAsyncQueue<string>(signal);
  const send: Send = (type, fields) => frames.push(JSON.stringify({ type, event_id: newId('event'), ...fields }));

  let session = createSession(newId('sess'), options.model ?? MODEL, options.voice ?? DEFAULT_VOICE);
  send('session.created', { session });
  const conversation = createConversation({ ...parts, countTokens: totalTokens }, toSettings(session), translate, signal);

  function translate(event: ConversationEvent): void {
    if (event.type === 'failed') return end(event.cause);
    const isTranscript = event.type.startsWith('user-transcript');
    if (!isTranscript || session.audio.input.transcription !== null) sendEvent(event, conversation.items.id, send);
  }

  function configure(next: Session): void {
    const voiceChanges = JSON.stringify(next.audio.output.voice) !== JSON.stringify(session.audio.output.voice);
    if (voiceChanges && conversation.items.all.some(isSpoken)) {
      throw new ProtocolError(
        'cannot_update_voice',
        "Cannot update a conversation's voice if assistant audio is present.",
        'session.audio.output.voice',
      );
    }
    session = next;
    conversation.configure(toSettings(session));
    send('session.updated', { session });
  }

  function perform(event: ClientEvent): void {
    const { items } = conversation;
    switch (event.type) {
      case 'session.update':
        return configure(updateSession(session, event.session));
      case 'input_audio_buffer.append':
        return conversation.appendAudio(Buffer.from(event.audio, 'base64'));
      case 'input_audio_buffer.commit':
        return conversation.commitAudio();
      case 'input_audio_buffer.clear':
        conversation.clearAudio();
        return send('input_audio_buffer.cleared', {});
      case 'conversation.item.create':
        return conversation.addItem(createItem(event.item), event.previous_item_id);
      case 'conversation.item.retrieve':
        return send('conversation.item.retrieved', { item: describeItem(items.find(event.item_id)) });
      case 'conversation.item.delete':
        items.delete(event.item_id);
        return send('conversation.item.deleted', { item_id: event.item_id });
      case 'conversation.item.truncate': {
        const { item_id, content_index, audio_end_ms } = event;
        items.truncate(item_id, content_index, audio_end_ms);
        return send('conversation.item.truncated', { item_id, content_index, audio_end_ms });
      }
      case 'response.create':
        return conversation.respond(toResponseSettings(event.response ?? {}, (id) => items.find(id)));
      case 'response.cancel':
        return conversation.cancelResponse(event.response_id);
      default:
        event satisfies never;
    }
  }

  function sendError(thrown: unknown, eventId: string | undefined): void {
    const known = thrown instanceof ProtocolError ? thrown : undefined;
    send('error', {
      error: {
        type: known === undefined ? 'server_error' : 'invalid_request_error',
        code: known?.code ?? 'internal',
        message: thrown instanceof Error ? thrown.message : String(thrown),
        param: known?.param ?? null,
        event_id: eventId ?? null,
      },
    });
  }

  function end(cause: unknown): void {
    sendError(cause, undefined);
    frames.end();
  }

  after(
    MAX_SESSION_SECONDS * 1000,
    () => end(new ProtocolError('session_expired', 'Your session hit the maximum duration of 60 minutes.')),
    signal,
  );

  return {
    frames,
    send(frame) {
      const parsed = parseClientEvent(frame);
      if ('error' in parsed) return sendError(parsed.error, parsed.eventId);
      try {
        perform(parsed.event);
      } catch (thrown) {
        sendError(toProtocolError(thrown, parsed.event.type), parsed.event.event_id);
      }
    },
  };
}

function totalTokens(items: Parameters<typeof countItems>[0]): number {
  const { text, audio } = countItems(items);
  return text + audio;
}
