import { abortable } from '../../lib/abortable.js';
import { createChild } from '../../lib/child-signal.js';
import type { Brain, Question } from '../brain/brain.js';
import type { Engines } from '../engines/engines.js';
import type { ResponseParams } from './client-event.js';
import { createItem, toTurns, type Conversation, type Item } from './conversation.js';
import { newId } from './ids.js';
import type { Emit } from './message-writer.js';
import { ProtocolFault } from './protocol-fault.js';
import { runResponse, type CancelReason, type ResponseOrder } from './response-run.js';
import { createSentenceSplitter } from './sentences.js';
import type { Session } from './session-state.js';
import { createSpokenAhead } from './spoken-ahead.js';
import { countInput } from './usage.js';
import { voiceFor } from './voices.js';

export interface Responding {
  readonly active: boolean;
  /** Throws a {@link ProtocolFault} while another response is under way. */
  create(params: ResponseParams, session: Session): void;
  /** The person may be about to have said `text`: makes ready what would be answered, if that costs little. */
  rehearse(text: string, session: Session): Promise<void>;
  /** Throws a {@link ProtocolFault} where there is nothing to cancel. */
  cancel(reason: CancelReason, responseId?: string | null): void;
}

export interface RespondingParts {
  readonly brain: Brain;
  readonly engines: Engines;
  readonly conversation: Conversation;
  readonly emit: Emit;
  /** Resolves when everything that was said so far is understood. */
  understood(): Promise<void>;
}

/** Keeps at most one response under way, as the protocol demands. */
export function createResponding(
  { brain, engines, conversation, emit, understood }: RespondingParts,
  signal: AbortSignal,
): Responding {
  const voiceBox = createSpokenAhead(engines, signal);
  let active: { readonly id: string; readonly cancelled: AbortController } | undefined;

  function order(id: string, params: ResponseParams, session: Session, broken: AbortSignal): ResponseOrder {
    const { tools = session.tools, tool_choice: toolChoice = session.tool_choice } = params;
    const items = params.input?.map((item) => itemOf(item, conversation));
    const instructions = params.instructions ?? session.instructions;
    let read: readonly Item[] = [];
    return {
      id,
      metadata: params.metadata ?? null,
      modality: (params.output_modalities ?? session.output_modalities)[0] ?? 'audio',
      voice: voiceFor(params.audio?.output?.voice ?? session.audio.output.voice),
      speed: params.audio?.output?.speed ?? session.audio.output.speed,
      maxOutputTokens: params.max_output_tokens ?? session.max_output_tokens,
      conversation: params.conversation === 'none' ? undefined : conversation,
      async ask(): Promise<Question> {
        await abortable(understood(), broken);
        read = [...(items ?? conversation.items)];
        const directive = params.instructions === undefined ? {} : { directive: params.instructions };
        return { instructions: session.instructions, ...directive, history: toTurns(read), tools, toolChoice };
      },
      countInput: () => countInput({ instructions, tools }, read),
    };
  }

  return {
    get active() {
      return active !== undefined;
    },
    create(params, session) {
      if (active !== undefined) {
        throw new ProtocolFault(
          'conversation_already_has_active_response',
          `Conversation already has an active response in progress: ${active.id}. Wait until the response is finished before creating a new one.`,
        );
      }
      const current = { id: newId('resp'), cancelled: createChild(signal) };
      const ordered = order(current.id, params, session, current.cancelled.signal);
      active = current;
      // Before `response.done` is told, so that whoever waits for it may ask for the next response at once.
      const emitAndFree: Emit = (type, fields) => {
        if (type === 'response.done') active = undefined;
        emit(type, fields);
      };
      void runResponse(ordered, brain, voiceBox, emitAndFree, current.cancelled.signal).finally(() => current.cancelled.abort());
    },
    async rehearse(text, session) {
      if (!brain.isCheap || active !== undefined || session.output_modalities[0] !== 'audio') return;
      const { instructions, tools, tool_choice: toolChoice, audio } = session;
      const history = [...toTurns(conversation.items), { type: 'said', role: 'user', text } as const];
      const splitter = createSentenceSplitter();
      for await (const piece of brain.answer({ instructions, history, tools, toolChoice }, signal)) {
        if (piece.type === 'call') return;
        const [first] = [...splitter.push(piece.text), ...splitter.finish()];
        if (first === undefined) continue;
        return voiceBox.expect({ text: first, voice: voiceFor(audio.output.voice), speed: audio.output.speed });
      }
    },
    cancel(reason, responseId) {
      if (active === undefined || (typeof responseId === 'string' && responseId !== active.id)) {
        throw new ProtocolFault('response_cancel_not_active', 'Cancellation failed: no active response found');
      }
      active.cancelled.abort(reason);
    },
  };
}

function itemOf(given: NonNullable<ResponseParams['input']>[number], conversation: Conversation): Item {
  return given.type === 'item_reference'
    ? conversation.find(given.id, 'item_reference_invalid_item_id')
    : createItem(given, conversation.items);
}
