import type { ProviderEvent } from '../../spec/voice-event.js';
import { isCut } from './responses.js';
import { MAX_REMEMBERED, same, send, type Concern, type PlayingItem, type SessionState, type Step } from './session-state.js';

/** What was received, what is heard, and what the service must forget because it was not heard. */
export const playback: Concern = (state, { event }) => {
  switch (event.type) {
    case 'agent-audio':
      return same(received(state, event));
    case 'agent-audio-done':
      return same(change(state, event.itemId, { complete: true }));
    case 'response-done':
      return same(event.status === 'completed' ? complete(state, event.responseId) : state);
    case 'agent-speaking':
      return same({ ...state, agentSpeaking: event.speaking });
    case 'playback-started':
    case 'playback-progress':
      return same(change(state, event.itemId, { audible: true, drained: false }));
    case 'playback-drained':
      return same(state.capabilities.audioEnd ? state : change(state, event.itemId, { audible: false, drained: true }));
    case 'playback-ended':
      return same(drop(state, event.itemId));
    case 'playback-flushed':
      return cut(state, event.itemId, event.heardMs);
    default:
      return same(state);
  }
};

/** Silences the speaker where anything is left to be heard. The truncation follows when the speaker reports how much was. */
export function flushSpeaker(state: SessionState): Step {
  return { state, effects: state.playing.length === 0 ? [] : [{ type: 'flush-speaker' }] };
}

function received(state: SessionState, audio: ProviderEvent & { type: 'agent-audio' }): SessionState {
  const { itemId, responseId, contentIndex, durationMs } = audio;
  if (state.config.modality === 'text') return state;
  if (state.cutItems.includes(itemId) || isCut(state, responseId)) return state;
  const known = state.playing.find((item) => item.itemId === itemId);
  if (known !== undefined) return change(state, itemId, { receivedMs: known.receivedMs + durationMs, drained: false });
  const item: PlayingItem = {
    itemId,
    responseId,
    contentIndex,
    receivedMs: durationMs,
    complete: false,
    audible: false,
    drained: false,
  };
  return { ...state, playing: [...state.playing, item] };
}

/**
 * Truncates the item to what was heard: whole milliseconds, never beyond what was received, since services refuse that; and
 * not an item that was heard to its end, since truncating deletes its transcript.
 */
function cut(state: SessionState, itemId: string, heardMs: number): Step {
  const item = state.playing.find((one) => one.itemId === itemId);
  if (item === undefined) return same(state);
  const next = { ...drop(state, itemId), cutItems: [...state.cutItems, itemId].slice(-MAX_REMEMBERED) };
  if (!state.capabilities.truncation || (item.complete && heardMs >= item.receivedMs)) return same(next);
  const audioEndMs = Math.max(0, Math.floor(Math.min(heardMs, item.receivedMs)));
  return send(next, { type: 'truncate', itemId, contentIndex: item.contentIndex, audioEndMs });
}

function change(state: SessionState, itemId: string, patch: Partial<PlayingItem>): SessionState {
  if (!state.playing.some((item) => item.itemId === itemId)) return state;
  return { ...state, playing: state.playing.map((item) => (item.itemId === itemId ? { ...item, ...patch } : item)) };
}

/** Not every service reports of each item that its audio is complete. */
function complete(state: SessionState, responseId: string): SessionState {
  const isOver = (item: PlayingItem): boolean => item.responseId === undefined || item.responseId === responseId;
  return { ...state, playing: state.playing.map((item) => (isOver(item) ? { ...item, complete: true } : item)) };
}

function drop(state: SessionState, itemId: string): SessionState {
  return { ...state, playing: state.playing.filter((item) => item.itemId !== itemId) };
}
