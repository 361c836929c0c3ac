import type { ProviderEvent } from '../../spec/voice-event.js';
import { isCut } from './responses.js';
import { MAX_REMEMBERED, same, send, type Concern, type SessionState, type Sound, type Step } from './session-state.js';

/** What was received, what is heard, and what the provider must forget because it was not heard. */
export const playback: Concern = (state, { event }) => {
  switch (event.type) {
    case 'agent-audio':
      return same(received(state, event));
    case 'agent-audio-done':
      return same(change(state, event.itemId, { complete: true }));
    case 'response-done':
      return same(event.status === 'completed' ? complete(state, event.responseId) : state);
    case 'playback-started':
      return same(change(state, event.itemId, { playing: true }));
    case 'playback-ended':
      return same(drop(state, event.itemId));
    case 'playback-flushed':
      return cut(state, event.itemId, event.heardMs);
    default:
      return same(state);
  }
};

/** Silences the speaker where anything is left to be heard. The truncation follows when the speaker says how much was. */
export function flushSpeaker(state: SessionState): Step {
  return { state, effects: state.sounds.length === 0 ? [] : [{ type: 'flush-speaker' }] };
}

function received(state: SessionState, audio: ProviderEvent & { type: 'agent-audio' }): SessionState {
  const { itemId, responseId, contentIndex, durationMs } = audio;
  if (state.config.modality === 'text') return state;
  if (state.cutItems.includes(itemId) || isCut(state, responseId)) return state;
  const known = state.sounds.find((sound) => sound.itemId === itemId);
  if (known !== undefined) return change(state, itemId, { receivedMs: known.receivedMs + durationMs });
  const sound: Sound = { itemId, responseId, contentIndex, receivedMs: durationMs, complete: false, playing: false };
  return { ...state, sounds: [...state.sounds, sound] };
}

/**
 * Truncates the item to what was heard: whole milliseconds, never beyond what was received, since the provider refuses
 * that; and not an item that was heard to its end, since truncating deletes its transcript.
 */
function cut(state: SessionState, itemId: string, heardMs: number): Step {
  const sound = state.sounds.find((one) => one.itemId === itemId);
  if (sound === undefined) return same(state);
  const next = { ...drop(state, itemId), cutItems: [...state.cutItems, itemId].slice(-MAX_REMEMBERED) };
  if (sound.complete && heardMs >= sound.receivedMs) return same(next);
  const audioEndMs = Math.max(0, Math.floor(Math.min(heardMs, sound.receivedMs)));
  return send(next, { type: 'truncate', itemId, contentIndex: sound.contentIndex, audioEndMs });
}

function change(state: SessionState, itemId: string, patch: Partial<Sound>): SessionState {
  if (!state.sounds.some((sound) => sound.itemId === itemId)) return state;
  return { ...state, sounds: state.sounds.map((sound) => (sound.itemId === itemId ? { ...sound, ...patch } : sound)) };
}

/** Not every provider says of each item that its sound is over. */
function complete(state: SessionState, responseId: string): SessionState {
  const isOver = (sound: Sound): boolean => sound.responseId === undefined || sound.responseId === responseId;
  return { ...state, sounds: state.sounds.map((sound) => (isOver(sound) ? { ...sound, complete: true } : sound)) };
}

function drop(state: SessionState, itemId: string): SessionState {
  return { ...state, sounds: state.sounds.filter((sound) => sound.itemId !== itemId) };
}
