import type { Effect } from '../../spec/action.js';
import type { LogEntry } from '../../spec/voice-event.js';
import { endWhenIdle, gate, lifecycle } from './lifecycle.js';
import { playback } from './playback.js';
import { responses, settleResponses } from './responses.js';
import { same, andThen, type Concern, type SessionState, type Step } from './session-state.js';
import { settleCalls, toolCalls } from './tool-calls.js';
import { turns } from './turns.js';

/** In this order: each concern takes in what happened, then what follows from the whole is settled. */
const CONCERNS: readonly Concern[] = [
  lifecycle,
  turns,
  playback,
  toolCalls,
  responses,
  settleCalls,
  settleResponses,
  endWhenIdle,
  gate,
];

/** What one entry of the log means for the session: its next state, and what has to be done, in order. Pure. */
export function step(state: SessionState, entry: LogEntry): Step {
  const taken = CONCERNS.reduce<Step>((soFar, concern) => andThen(soFar, (next) => concern(next, entry)), same(state));
  if (isReady(state) || isReady(taken.state)) return taken;
  return { state: taken.state, effects: taken.effects.filter((effect) => !isSend(effect)) };
}

function isReady({ phase }: SessionState): boolean {
  return phase === 'live' || phase === 'ending';
}

/** A service that is not ready, or gone, is sent nothing. */
function isSend({ type }: Effect): boolean {
  return type === 'send' || type === 'send-silence';
}
