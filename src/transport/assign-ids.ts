import type { Action } from '../spec/action.js';
import type { DecodedEvent, ProviderEvent } from '../spec/voice-event.js';

/** Gives ids to the events of services that give none. Holds the state of one connection. */
export interface IdAssigner {
  /** Call for every event, in order. */
  assign(event: DecodedEvent): ProviderEvent;
  /** Call for every action, so that the answer to a text is an item of its own. */
  observeAction(action: Action): void;
}

/** The person's turn: one item. */
interface Turn {
  readonly itemId: string;
  /** It began, and its end was not reported yet. */
  speaking: boolean;
  /** The person finished speaking. */
  stopped: boolean;
  transcribed: boolean;
  /** The agent has begun to respond to it. */
  answered: boolean;
}

/** `prefix` distinguishes the ids of this connection from those of others in the same log. */
export function createIdAssigner(prefix: string): IdAssigner {
  let count = 0;
  let previousTurn: Turn | undefined;
  let turn: Turn | undefined;
  let responseId: string | undefined;
  let agentItemId: string | undefined;
  let latestAgentItemId: string | undefined;

  const createId = (kind: string): string => `${kind}-${prefix}-${(count += 1)}`;

  /** A turn ends when its transcript is done or the agent has responded to it; the next event of the person begins another. */
  const currentTurn = (): Turn => {
    if (turn === undefined || turn.transcribed || (turn.answered && turn.stopped)) return startTurn();
    return turn;
  };
  const startTurn = (): Turn => {
    previousTurn = turn;
    turn = { itemId: createId('user'), speaking: false, stopped: false, transcribed: false, answered: false };
    return turn;
  };
  /** A transcript may arrive after the agent's response to it, and even while the person speaks again. */
  const transcribedTurn = (): Turn => {
    if (turn === undefined || turn.transcribed) return startTurn();
    const isLate = !turn.stopped && previousTurn !== undefined && !previousTurn.transcribed;
    return isLate && previousTurn ? previousTurn : turn;
  };
  /** The person's turn is over: what the agent says next belongs to a new item. */
  const stopTurn = (stopped: Turn): void => {
    if (!stopped.stopped && !stopped.answered) agentItemId = undefined;
    stopped.stopped = true;
  };
  const currentAgentItem = (): string => {
    agentItemId ??= createId('agent');
    return noteAgentItem(agentItemId);
  };
  const noteAgentItem = (itemId: string): string => {
    latestAgentItemId = itemId;
    if (turn?.stopped) turn.answered = true;
    return itemId;
  };
  const latestAgentItem = (): string => latestAgentItemId ?? currentAgentItem();
  const responseOf = (own: string | undefined): { readonly responseId?: string } => {
    const id = own ?? responseId;
    return id === undefined ? {} : { responseId: id };
  };

  return {
    assign(event) {
      switch (event.type) {
        case 'user-started': {
          if (event.itemId !== undefined) return { ...event, itemId: event.itemId };
          if (turn?.stopped && turn.answered) startTurn();
          const started = currentTurn();
          started.speaking = true;
          return { ...event, itemId: started.itemId };
        }
        case 'user-stopped':
        case 'user-silent':
        case 'user-committed': {
          if (event.itemId !== undefined) return { ...event, itemId: event.itemId };
          // Its transcript may arrive first.
          const stopped = turn?.speaking ? turn : currentTurn();
          stopped.speaking = false;
          stopTurn(stopped);
          return { ...event, itemId: stopped.itemId };
        }
        case 'user-transcript': {
          if (event.itemId !== undefined) return { ...event, itemId: event.itemId };
          return { ...event, itemId: transcribedTurn().itemId };
        }
        case 'user-transcript-done':
        case 'user-transcript-failed': {
          if (event.itemId !== undefined) return { ...event, itemId: event.itemId };
          const transcribed = transcribedTurn();
          stopTurn(transcribed);
          transcribed.transcribed = true;
          return { ...event, itemId: transcribed.itemId };
        }
        case 'item-added': {
          const createItem = (): string => createId('item');
          // What has its text already was typed, and is no part of a spoken turn.
          const createUserItem = (): string => (event.text === undefined ? currentTurn().itemId : createId('user'));
          const own = { user: createUserItem, agent: currentAgentItem, system: createItem };
          return { ...event, itemId: event.itemId ?? own[event.role ?? 'system']() };
        }
        case 'response-started':
          agentItemId = undefined;
          responseId = event.responseId ?? createId('response');
          return { ...event, responseId };
        case 'response-done': {
          const done = event.responseId ?? responseId ?? createId('response');
          agentItemId = undefined;
          if (done === responseId) responseId = undefined;
          return { ...event, responseId: done };
        }
        case 'response-interrupted':
          agentItemId = undefined;
          return event;
        case 'agent-transcript':
        case 'agent-transcript-done':
        case 'agent-audio':
          return {
            ...event,
            ...responseOf(event.responseId),
            itemId: event.itemId === undefined ? currentAgentItem() : noteAgentItem(event.itemId),
          };
        case 'agent-audio-done':
          return { ...event, ...responseOf(event.responseId), itemId: event.itemId ?? latestAgentItem() };
        case 'agent-speaking':
          return { ...event, itemId: event.itemId ?? (event.speaking ? currentAgentItem() : latestAgentItem()) };
        case 'agent-transcript-corrected':
        case 'item-truncated':
          return { ...event, itemId: event.itemId ?? latestAgentItem() };
        case 'tool-called':
          return { ...event, ...responseOf(event.responseId) };
        default:
          return event;
      }
    },
    observeAction(action) {
      if (action.type === 'add-user-text' || action.type === 'add-user-image' || action.type === 'create-response')
        agentItemId = undefined;
    },
  };
}
