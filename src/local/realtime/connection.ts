import { createInbox } from '../../lib/inbox.js';
import { after } from '../../lib/timer.js';
import type { Brain } from '../brain/brain.js';
import type { Engines } from '../engines/engines.js';
import type { Recognition } from '../engines/recognition.messages.js';
import { createListening } from '../listening/listening.js';
import type { Utterance } from '../listening/turn-recognition.js';
import { parseClientEvent, type ClientEvent } from './client-event.js';
import { createConversation, createItem, describeItem, type Item, type MessageItem } from './conversation.js';
import { newId } from './ids.js';
import type { Emit } from './message-writer.js';
import { ProtocolFault } from './protocol-fault.js';
import { createResponding } from './responding.js';
import { createSession, MAX_SESSION_SECONDS, updateSession, type Session } from './session-state.js';
import { truncateItem } from './truncate.js';
import { describeTranscriptionUsage } from './usage.js';
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
  /** One of ours, or one of OpenAI's, which is mapped to the nearest of ours. */
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
  const frames = createInbox<string>(signal);
  const conversation = createConversation();
  /** What was said but is not understood yet. */
  const recognising = new Set<Promise<unknown>>();
  let session = createSession(newId('sess'), options.model ?? MODEL, options.voice ?? DEFAULT_VOICE);

  const emit: Emit = (type, fields) => frames.push(JSON.stringify({ type, event_id: newId('event'), ...fields }));
  const understood = async (): Promise<void> => {
    await Promise.all(recognising);
  };
  const responding = createResponding({ brain, engines, conversation, emit, understood }, signal);
  const listening = createListening(
    engines,
    {
      started(itemId, audioStartMs) {
        emit('input_audio_buffer.speech_started', { audio_start_ms: audioStartMs, item_id: itemId });
        if (responding.active && session.audio.input.turn_detection?.interrupt_response !== false)
          responding.cancel('turn_detected');
      },
      words: tellWords,
      expected(text) {
        if (answersByItself()) void responding.rehearse(text, session).catch(() => undefined);
      },
      stopped: (itemId, audioEndMs) => emit('input_audio_buffer.speech_stopped', { audio_end_ms: audioEndMs, item_id: itemId }),
      committed: take,
      failed: end,
    },
    signal,
  );

  function tellWords(itemId: string, delta: string): void {
    if (session.audio.input.transcription === null || delta === '') return;
    emit('conversation.item.input_audio_transcription.delta', { item_id: itemId, content_index: 0, delta });
  }

  function add(item: Item, previousId?: string | null): void {
    const shown = { previous_item_id: conversation.add(item, previousId), item: describeItem(item) };
    emit('conversation.item.added', shown);
    emit('conversation.item.done', shown);
  }

  /** The person's turn is over: it takes its place, is understood, and is answered if the session wants that. */
  function take(utterance: Utterance): void {
    const { itemId: id, durationMs: audioMs } = utterance;
    const part = { type: 'input_audio', transcript: null, audioMs } as const;
    const item: MessageItem = { type: 'message', id, role: 'user', status: 'completed', content: [{ ...part }] };
    emit('input_audio_buffer.committed', { previous_item_id: conversation.items.at(-1)?.id ?? null, item_id: id });
    add(item);
    const understanding = utterance.recognition.then(
      (recognition) => understand(item, utterance, recognition),
      (fault: unknown) => misunderstand(id, fault),
    );
    recognising.add(understanding);
    void understanding.finally(() => recognising.delete(understanding));
    if (answersByItself() && !responding.active) responding.create({}, session);
  }

  function answersByItself(): boolean {
    const detection = session.audio.input.turn_detection;
    return detection !== null && detection.create_response !== false;
  }

  function understand(item: MessageItem, utterance: Utterance, { text, tokens }: Recognition): void {
    item.content[0] = { type: 'input_audio', transcript: text, audioMs: utterance.durationMs };
    if (session.audio.input.transcription === null) return;
    tellWords(item.id, utterance.remainder(text));
    emit('conversation.item.input_audio_transcription.completed', {
      item_id: item.id,
      content_index: 0,
      transcript: text,
      usage: describeTranscriptionUsage(utterance.durationMs, tokens),
    });
  }

  function misunderstand(itemId: string, fault: unknown): void {
    if (signal.aborted || session.audio.input.transcription === null) return;
    const message = fault instanceof Error ? fault.message : String(fault);
    emit('conversation.item.input_audio_transcription.failed', {
      item_id: itemId,
      content_index: 0,
      error: { type: 'server_error', code: 'internal', message, param: null },
    });
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
