import type { LogEntry } from '../../spec/voice-event.js';
import { configuration, farewell, gate } from './configuration.js';
import { playback } from './playback.js';
import { responses, settleResponses } from './responses.js';
import { same, then, type Concern, type SessionState, type Step } from './session-state.js';
import { settleCalls, toolCalls } from './tool-calls.js';
import { turns } from './turns.js';

/** In this order: what happened is taken in by each concern, then what follows from the whole is settled. */
const CONCERNS: readonly Concern[] = [
  configuration,
  turns,
  playback,
  toolCalls,
  responses,
  settleCalls,
  settleResponses,
  farewell,
  gate,
];

/** What one entry of the log means for the session: its next state, and what is to be done about it, in order. Pure. */
export function step(state: SessionState, entry: LogEntry): Step {
  return CONCERNS.reduce<Step>((soFar, concern) => then(soFar, (next) => concern(next, entry)), same(state));
}
