import type { Brain } from '../brain/brain.js';
import type { Engines } from '../engines/engines.js';
import { createListening } from '../listening/listening.js';
import type { Utterance } from '../listening/turn-recognition.js';
import type { Emit } from './events.js';
import { createItemList, type Item, type ItemList, type MessageItem } from './items.js';
import { createResponses } from './responses.js';
import type { ConversationSettings, ResponseSettings } from './settings.js';

/** A spoken conversation with the agent, independent of the protocol that a client speaks. */
export interface Conversation {
  readonly items: Pick<ItemList, 'id' | 'all' | 'find' | 'delete' | 'truncate'>;
  configure(settings: ConversationSettings): void;
  addItem(item: Item, previousId?: string | null): void;
  /** 24 kHz PCM16, in pieces of any length. */
  appendAudio(bytes: Uint8Array): void;
  /** Ends the user's turn. Throws a {@link ConversationError} when there is hardly any audio. */
  commitAudio(): void;
  clearAudio(): void;
  /** What `overrides` leaves out is taken from the conversation. Throws a {@link ConversationError} while a response is in progress. */
  respond(overrides: Partial<ResponseSettings>): void;
  /** Throws a {@link ConversationError} where there is nothing to cancel. */
  cancelResponse(responseId?: string | null): void;
}

export interface ConversationParts {
  readonly brain: Brain;
  readonly engines: Engines;
  /** Protocols count differently; compared with `maxOutputTokens`. */
  countTokens(items: readonly Item[]): number;
}

/** Below this mean log probability of its tokens, a text often has wrong words. */
const DOUBTFUL_CONFIDENCE = -0.5;

export function createConversation(
  { brain, engines, countTokens }: ConversationParts,
  initial: ConversationSettings,
  emit: Emit,
  signal: AbortSignal,
): Conversation {
  let settings = initial;
  const items = createItemList();
  const pending = new Set<Promise<void>>();
  const recognised = async (): Promise<void> => void (await Promise.all(pending));
  const responses = createResponses({ brain, engines, items, emit, countTokens, recognised }, signal);

  const listening = createListening(
    engines,
    {
      started(itemId, atMs) {
        emit({ type: 'user-started', itemId, atMs });
        if (responses.active && settings.interruptible) responses.cancel('interrupted');
      },
      transcriptDelta: (itemId, delta) => emit({ type: 'user-transcript-delta', itemId, delta }),
      speculated({ text, confidence }) {
        const turn = { type: 'said', role: 'user', text, doubtful: isDoubtful(confidence) } as const;
        if (respondsToTurns()) void responses.prefetch(turn, settings).catch(() => undefined);
      },
      stopped: (itemId, atMs) => emit({ type: 'user-stopped', itemId, atMs }),
      committed(utterance, endedBy) {
        addUtterance(utterance);
        if (endedBy === 'silence' && respondsToTurns() && !responses.active) respond({});
      },
      failed: (cause) => emit({ type: 'failed', cause }),
    },
    signal,
  );
  listening.configure(settings.turnDetection);

  function respondsToTurns(): boolean {
    return settings.turnDetection !== null && settings.respondsToTurns;
  }

  function respond(overrides: Partial<ResponseSettings>): void {
    responses.create({ ...settings, outOfBand: false, metadata: null, ...overrides });
  }

  function addUtterance(utterance: Utterance): void {
    const { itemId: id, durationMs: audioMs } = utterance;
    const content: MessageItem['content'] = [{ type: 'audio', transcript: null, audioMs }];
    const item: MessageItem = { type: 'message', id, role: 'user', status: 'completed', content };
    emit({ type: 'user-committed', item, previousId: items.add(item) });
    const recognition = utterance.recognition.then(
      ({ text, tokens, confidence }) => {
        content[0] = { type: 'audio', transcript: text, audioMs, doubtful: isDoubtful(confidence) };
        const delta = utterance.remainder(text);
        if (delta !== '') emit({ type: 'user-transcript-delta', itemId: id, delta });
        emit({ type: 'user-transcript', itemId: id, text, tokens, audioMs });
      },
      (cause: unknown) => {
        if (!signal.aborted) emit({ type: 'user-transcript-failed', itemId: id, cause });
      },
    );
    pending.add(recognition);
    void recognition.finally(() => pending.delete(recognition));
  }

  return {
    items,
    configure(next) {
      settings = next;
      listening.configure(next.turnDetection);
    },
    addItem: (item, previousId) => emit({ type: 'item-added', item, previousId: items.add(item, previousId) }),
    appendAudio: (bytes) => listening.append(bytes),
    commitAudio: () => listening.commit(),
    clearAudio: () => listening.clear(),
    respond,
    cancelResponse: (responseId) => responses.cancel('requested', responseId),
  };
}

function isDoubtful(confidence: number): boolean {
  return confidence < DOUBTFUL_CONFIDENCE;
}
