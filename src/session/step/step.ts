import type { Effect } from '../../spec/action.js';
import type { LogEntry } from '../../spec/voice-event.js';
import { configuration, farewell, gate } from './configuration.js';
import { playback } from './playback.js';
import { responses, settleResponses } from './responses.js';
import { same, andThen, type Concern, type SessionState, type Step } from './session-state.js';
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
  const taken = CONCERNS.reduce<Step>((soFar, concern) => andThen(soFar, (next) => concern(next, entry)), same(state));
  if (isReady(state) || isReady(taken.state)) return taken;
  return { state: taken.state, effects: taken.effects.filter(isFree) };
}

function isReady({ phase }: SessionState): boolean {
  return phase === 'live' || phase === 'ending';
}

/** A provider that is not ready, or gone, is told nothing but its configuration. */
function isFree(effect: Effect): boolean {
  return effect.type !== 'send' || effect.action.type === 'configure';
}
