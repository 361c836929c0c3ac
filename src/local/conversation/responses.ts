import { abortable } from '../../lib/abortable.js';
import { createChild } from '../../lib/child-signal.js';
import type { Brain, Turn } from '../brain/brain.js';
import { ConversationError } from './conversation-error.js';
import type { CancelReason, Emit } from './events.js';
import { toTurns, type Item, type ItemList } from './items.js';
import { newId } from './new-id.js';
import { runResponse, type ResponseDraft } from './response-run.js';
import { createSentenceSplitter } from './sentences.js';
import type { AnswerSettings, ResponseSettings } from './settings.js';
import { createPrefetchingSynthesiser, type Synthesiser } from './speech.js';

export interface Responses {
  readonly active: boolean;
  /** Throws a {@link ConversationError} while another response is in progress. */
  create(settings: ResponseSettings): void;
  /** Synthesises the beginning of the answer to `turn`, which the user may have just finished, if that costs little. */
  prefetch(turn: Turn, settings: AnswerSettings): Promise<void>;
  /** Throws a {@link ConversationError} where there is nothing to cancel. */
  cancel(reason: CancelReason, responseId?: string | null): void;
}

export interface ResponsesParts {
  readonly brain: Brain;
  readonly engines: Synthesiser;
  readonly items: ItemList;
  readonly emit: Emit;
  countTokens(items: readonly Item[]): number;
  /** Resolves when everything the user said so far has been recognised. */
  recognised(): Promise<void>;
}

/** Keeps at most one response in progress. */
export function createResponses(
  { brain, engines, items, emit, countTokens, recognised }: ResponsesParts,
  signal: AbortSignal,
): Responses {
  const synthesiser = createPrefetchingSynthesiser(engines, signal);
  let active: { readonly id: string; readonly life: AbortController } | undefined;

  // Cleared before `response-ended`, so that whoever waits for it can create the next response at once.
  const emitAndClear: Emit = (event) => {
    if (event.type === 'response-ended') active = undefined;
    emit(event);
  };

  return {
    get active() {
      return active !== undefined;
    },
    create(settings) {
      if (active !== undefined) {
        throw new ConversationError(
          'response-active',
          `Conversation already has an active response in progress: ${active.id}. Wait until the response is finished before creating a new one.`,
        );
      }
      const life = createChild(signal);
      const response: ResponseDraft = { id: newId('resp'), settings, input: [], output: [] };
      const readQuestion = async () => {
        await abortable(recognised(), life.signal);
        response.input = [...(settings.input ?? items.all)];
        const { instructions, directive, tools, toolChoice } = settings;
        const history = toTurns(response.input);
        return { instructions, ...(directive !== undefined && { directive }), history, tools, toolChoice };
      };
      active = { id: response.id, life };
      const parts = { brain, synthesiser, items, emit: emitAndClear, countTokens, readQuestion };
      void runResponse(response, parts, life.signal).finally(() => life.abort());
    },
    async prefetch(turn, { instructions, tools, toolChoice, modality, voice, speed }) {
      if (!brain.isCheap || active !== undefined || modality !== 'audio') return;
      const history = [...toTurns(items.all), turn];
      const splitter = createSentenceSplitter();
      for await (const piece of brain.answer({ instructions, history, tools, toolChoice }, signal)) {
        if (piece.type === 'call') return;
        const [first] = [...splitter.push(piece.text), ...splitter.finish()];
        if (first !== undefined) return synthesiser.prefetch({ text: first, voice, speed });
      }
    },
    cancel(reason, responseId) {
      if (active === undefined || (typeof responseId === 'string' && responseId !== active.id)) {
        throw new ConversationError('no-active-response', 'Cancellation failed: no active response found');
      }
      active.life.abort(reason);
    },
  };
}
