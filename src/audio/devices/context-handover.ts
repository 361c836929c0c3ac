import { createAlarm } from '../../lib/alarm.js';
import { createChild } from '../../lib/child-signal.js';
import { onAbort } from '../../lib/on-abort.js';
import { after } from '../../lib/timer.js';
import type { ContextState } from './keep-running.js';

/** Moves what uses the context to the next one. */
export type HandOver = (next: AudioContext) => Promise<void>;

/** Decides whether the second of two contexts must replace the first. */
interface ContextInfo {
  readonly sampleRate: number;
  readonly state: ContextState;
}

/**
 * Whether audio must move to `fresh`, a context that was just created: the device's rate differs from that of the context in
 * use, as that of a Bluetooth headset does once its microphone is open. A suspended or interrupted context has nothing to move;
 * one that is not allowed to run cannot replace another.
 */
export function needsHandover(used: ContextInfo, fresh: ContextInfo): boolean {
  return used.state === 'running' && fresh.state === 'running' && used.sampleRate !== fresh.sampleRate;
}

/** A headset changes its profile within a second or two. */
const SETTLE_MS = 2000;
/** A context that does not run by then is not allowed to. */
const START_MS = 1000;

interface ContextHandover {
  current: AudioContext;
  readonly listeners: Set<HandOver>;
  check(): void;
}

const handovers = new WeakMap<AudioContext, ContextHandover>();

/** The context that replaces `first` now, or `first` itself. */
export function currentContext(first: AudioContext): AudioContext {
  return handovers.get(first)?.current ?? first;
}

/** Calls `move` whenever another context replaces the one in use for `first`. */
export function onHandover(first: AudioContext, move: HandOver, signal: AbortSignal): void {
  const { listeners } = handovers.get(first) ?? {};
  listeners?.add(move);
  onAbort(signal, () => listeners?.delete(move));
}

/** To be called when a device was opened: the rate may have changed. */
export function checkSampleRate(first: AudioContext): void {
  handovers.get(first)?.check();
}

/** Creates a context, and replaces it as the device's rate changes, until `signal` aborts. */
export function createContextHandover(create: (signal: AbortSignal) => AudioContext, signal: AbortSignal): AudioContext {
  let life = createChild(signal);
  const first = create(life.signal);
  const listeners = new Set<HandOver>();
  let moving = false;
  const alarm = createAlarm(() => void renew(), signal);
  const check = (): void => alarm.set(SETTLE_MS);
  const handover: ContextHandover = { current: first, listeners, check };
  handovers.set(first, handover);
  navigator.mediaDevices?.addEventListener('devicechange', check, { signal });
  // Not every Android reports devices, and none a headset that changes its profile. After a call or a visit to the settings the
  // page becomes visible again.
  document.addEventListener('visibilitychange', check, { signal });

  async function renew(): Promise<void> {
    if (moving || listeners.size === 0) return;
    moving = true;
    let unused = createChild(signal);
    try {
      const fresh = create(unused.signal);
      // At the same rate nothing will move.
      if (fresh.sampleRate !== handover.current.sampleRate) await started(fresh, unused.signal);
      if (!needsHandover(handover.current, fresh)) return;
      // A conversation that ends in the meantime has nothing left to move.
      await Promise.allSettled([...listeners].map((move) => move(fresh)));
      handover.current = fresh;
      [life, unused] = [unused, life];
    } finally {
      unused.abort();
      moving = false;
    }
  }

  return first;
}

/** Resolves when `context` runs or after {@link START_MS}; never, where `signal` aborts first. */
function started(context: AudioContext, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (context.state === 'running') resolve();
    };
    context.addEventListener('statechange', look, { signal });
    after(START_MS, resolve, signal);
    look();
  });
}
