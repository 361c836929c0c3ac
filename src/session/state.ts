import type { AgentState } from '../spec/snapshot.js';
import type { Fold } from './fold.js';
import { INITIAL, type SessionState } from './step/session-state.js';
import { step } from './step/step.js';

/** What the person is shown of the session's course. */
export const stateFold: Fold<SessionState, AgentState> = {
  initial: INITIAL,
  next: (previous, entry) => step(previous, entry).state,
  view: agentStateOf,
};

function agentStateOf(state: SessionState): AgentState {
  switch (state.phase) {
    case 'idle':
    case 'requesting-microphone':
    case 'connecting':
    case 'ended':
    case 'failed':
      return state.phase;
    case 'configuring':
      return 'connecting';
    case 'live':
    case 'ending':
      return turnOf(state);
    default:
      return state.phase satisfies never;
  }
}

function turnOf(state: SessionState): AgentState {
  const { user, sounds, responses, calls, config } = state;
  if (user === 'speaking') return 'hearing';
  const writing = config.modality === 'text' && responses.active.length > 0;
  if (writing || sounds.some((sound) => sound.playing)) return 'speaking';
  const busy = user === 'awaiting' || responses.requested === 'sent' || responses.active.length > 0 || sounds.length > 0;
  return busy || calls.some((call) => !call.answered) ? 'thinking' : 'listening';
}
