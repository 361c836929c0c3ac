import { createAsyncQueue } from '../../lib/async-queue.js';
import { after } from '../../lib/timer.js';
import type { Brain } from '../brain/brain.js';
import type { Engines } from '../engines/engines.js';
import { createListening } from '../listening/listening.js';
import { parseClientEvent, type ClientEvent } from './client-event.js';
import { createConversation, createItem, describeItem, type Item } from './conversation.js';
import { newId } from './ids.js';
import type { Emit } from './message-writer.js';
import { ProtocolFault } from './protocol-fault.js';
import { createResponding } from './responding.js';
import { createSession, MAX_SESSION_SECONDS, updateSession, type Session } from './session-state.js';
import { truncateItem } from './truncate.js';
import { createUserTurns } from './user-turns.js';
import { DEFAULT_VOICE } from './voices.js';

/** A conversation with the local agent, as a socket to a realtime service would be: text frames in, text frames out. */
export interface LocalConnection {
  /** Never throws: what cannot be done is answered with an `error` frame. */
  send(frame: string): void;
  /** For one reader. Ends when the conversation does. */
  readonly frames: AsyncIterable<string>;
}

export interface ConnectionOptions {
  /** Only echoed: there is one model. */
  readonly model?: string;
  /** One of `VOICE_NAMES`: ours, and OpenAI's, each of which is mapped to the nearest of ours. */
  readonly voice?: string;
}

export interface ConnectionParts {
  readonly brain: Brain;
  readonly engines: Engines;
}

const MODEL = 'local-agent';

/** Opens an endpoint that speaks OpenAI's Realtime protocol (GA). It ends when `signal` aborts or after an hour. */
export function createConnection(
  { brain, engines }: ConnectionParts,
  options: ConnectionOptions,
  signal: AbortSignal,
): LocalConnection {
  const frames = createAsyncQueue<string>(signal);
  const conversation = createConversation();
  let session = createSession(newId('sess'), options.model ?? MODEL, options.voice ?? DEFAULT_VOICE);

  const emit: Emit = (type, fields) => frames.push(JSON.stringify({ type, event_id: newId('event'), ...fields }));
  const userTurns = createUserTurns(
    { conversation, add, emit, isTranscribed: () => session.audio.input.transcription !== null },
    signal,
  );
  const responding = createResponding({ brain, engines, conversation, emit, understood: () => userTurns.understood() }, signal);
  const listening = createListening(
    engines,
    {
      started(itemId, audioStartMs) {
        emit('input_audio_buffer.speech_started', { audio_start_ms: audioStartMs, item_id: itemId });
        if (responding.active && session.audio.input.turn_detection?.interrupt_response !== false)
          responding.cancel('turn_detected');
      },
      words: (itemId, delta) => userTurns.tellWords(itemId, delta),
      expected(text) {
        if (answersByItself()) void responding.rehearse(text, session).catch(() => undefined);
      },
      stopped: (itemId, audioEndMs) => emit('input_audio_buffer.speech_stopped', { audio_end_ms: audioEndMs, item_id: itemId }),
      committed(utterance, endedBy) {
        userTurns.take(utterance);
        if (endedBy === 'silence' && answersByItself() && !responding.active) responding.create({}, session);
      },
      failed: end,
    },
    signal,
  );

  function add(item: Item, previousId?: string | null): void {
    const shown = { previous_item_id: conversation.add(item, previousId), item: describeItem(item) };
    emit('conversation.item.added', shown);
    emit('conversation.item.done', shown);
  }

  function answersByItself(): boolean {
    const detection = session.audio.input.turn_detection;
    return detection !== null && detection.create_response !== false;
  }

  function configure(next: Session): void {
    const voiceChanges = JSON.stringify(next.audio.output.voice) !== JSON.stringify(session.audio.output.voice);
    if (voiceChanges && conversation.items.some(isSpoken)) {
      throw new ProtocolFault(
        'cannot_update_voice',
        "Cannot update a conversation's voice if assistant audio is present.",
        'session.audio.output.voice',
      );
    }
    session = next;
    listening.configure(session.audio.input.turn_detection);
    emit('session.updated', { session });
  }

  function perform(event: ClientEvent): void {
    switch (event.type) {
      case 'session.update':
        return configure(updateSession(session, event.session));
      case 'input_audio_buffer.append':
        return listening.append(Buffer.from(event.audio, 'base64'));
      case 'input_audio_buffer.commit':
        return listening.commit();
      case 'input_audio_buffer.clear':
        listening.clear();
        return emit('input_audio_buffer.cleared', {});
      case 'conversation.item.create':
        return add(createItem(event.item, conversation.items), event.previous_item_id);
      case 'conversation.item.retrieve':
        return emit('conversation.item.retrieved', {
          item: describeItem(conversation.find(event.item_id, 'item_retrieve_invalid_item_id')),
        });
      case 'conversation.item.delete':
        conversation.delete(event.item_id);
        return emit('conversation.item.deleted', { item_id: event.item_id });
      case 'conversation.item.truncate': {
        const { item_id, content_index, audio_end_ms } = event;
        truncateItem(conversation.find(item_id, 'item_truncate_invalid_item_id'), content_index, audio_end_ms);
        return emit('conversation.item.truncated', { item_id, content_index, audio_end_ms });
      }
      case 'response.create':
        return responding.create(event.response ?? {}, session);
      case 'response.cancel':
        return responding.cancel('client_cancelled', event.response_id);
      default:
        event satisfies never;
    }
  }

  function complain(fault: unknown, eventId: string | undefined): void {
    const known = fault instanceof ProtocolFault ? fault : undefined;
    emit('error', {
      error: {
        type: known === undefined ? 'server_error' : 'invalid_request_error',
        code: known?.code ?? 'internal',
        message: fault instanceof Error ? fault.message : String(fault),
        param: known?.param ?? null,
        event_id: eventId ?? null,
      },
    });
  }

  function end(fault: unknown): void {
    complain(fault, undefined);
    frames.end();
  }

  emit('session.created', { session });
  listening.configure(session.audio.input.turn_detection);
  after(
    MAX_SESSION_SECONDS * 1000,
    () => end(new ProtocolFault('session_expired', 'Your session hit the maximum duration of 60 minutes.')),
    signal,
  );

  return {
    frames,
    send(frame) {
      const read = parseClientEvent(frame);
      if ('fault' in read) return complain(read.fault, read.eventId);
      try {
        perform(read.event);
      } catch (fault) {
        complain(fault, read.event.event_id);
      }
    },
  };
}

function isSpoken(item: Item): boolean {
  return item.type === 'message' && item.content.some((part) => part.type === 'output_audio' && part.audioMs > 0);
}
