import type { AgentState } from '../spec/snapshot.js';
import type { Fold } from './fold.js';
import { INITIAL, isAudible, isPlaying, same, type SessionState, type Step } from './step/session-state.js';
import { step } from './step/step.js';

/** The session itself: its state and what the latest entry asks to be done. The view is what the person is shown. */
export const sessionFold: Fold<Step, AgentState> = {
  initial: same(INITIAL),
  next: (previous, entry) => step(previous.state, entry),
  view: ({ state }) => agentStateOf(state),
};

function agentStateOf(state: SessionState): AgentState {
  switch (state.phase) {
    case 'idle':
    case 'requesting-microphone':
    case 'connecting':
    case 'ended':
    case 'failed':
      return state.phase;
    case 'live':
    case 'ending':
      return state.capabilities.responses === 'continuous' ? continuousStateOf(state) : turnStateOf(state);
    default:
      return state.phase satisfies never;
  }
}

function turnStateOf(state: SessionState): AgentState {
  const { user, responses, calls, config } = state;
  if (user === 'speaking') return 'hearing';
  const writing = config.modality === 'text' && responses.active.length > 0;
  if (writing || isAudible(state)) return 'speaking';
  const busy = user === 'awaiting' || responses.requested === 'sent' || responses.active.length > 0 || isPlaying(state);
  return busy || calls.some((call) => !call.answered) ? 'thinking' : 'listening';
}

/** Both may speak at once: the agent's voice is what the person needs to see. */
function continuousStateOf(state: SessionState): AgentState {
  if (isAudible(state)) return 'speaking';
  if (state.user === 'speaking') return 'hearing';
  return state.calls.some((call) => !call.answered) ? 'thinking' : 'listening';
}
