import { createAlarm } from '../../lib/alarm.js';
import { createChild } from '../../lib/child-signal.js';
import { onAbort } from '../../lib/on-abort.js';
import { after } from '../../lib/timer.js';
import type { ContextState } from './keep-running.js';

/** Takes what hangs on the context over to the next one. */
export type Move = (next: AudioContext) => Promise<void>;

/** What is asked of two contexts to tell whether the second must take the first one's place. */
interface Rated {
  readonly sampleRate: number;
  readonly state: ContextState;
}

/**
 * Whether sound has to move to `fresh`, a context that was made just now: the device has another rate than when the one
 * in use was made, as a Bluetooth headset has once its microphone is open. A context that is suspended or interrupted has
 * nothing to move; one that is not allowed to run cannot take anything over.
 */
export function mustMove(used: Rated, fresh: Rated): boolean {
  return used.state === 'running' && fresh.state === 'running' && used.sampleRate !== fresh.sampleRate;
}

/** A headset changes its profile within a second or two. */
const SETTLE_MS = 2000;
/** A context that has not begun by then may not. */
const BEGIN_MS = 1000;

interface Succession {
  current: AudioContext;
  readonly moves: Set<Move>;
  look(): void;
}

const successions = new WeakMap<AudioContext, Succession>();

/** The context that is in use in the place of `first`. */
export function currentContext(first: AudioContext): AudioContext {
  return successions.get(first)?.current ?? first;
}

/** Has `move` called whenever another context takes the place of the one that is in use for `first`. */
export function followContext(first: AudioContext, move: Move, signal: AbortSignal): void {
  const { moves } = successions.get(first) ?? {};
  moves?.add(move);
  onAbort(signal, () => moves?.delete(move));
}

/** Says that a device was opened: the rate may have changed. */
export function deviceOpened(first: AudioContext): void {
  successions.get(first)?.look();
}

/** Makes a context, and others in its place as the device's rate changes, until `signal` aborts. */
export function createSuccession(create: (signal: AbortSignal) => AudioContext, signal: AbortSignal): AudioContext {
  let life = createChild(signal);
  const first = create(life.signal);
  const moves = new Set<Move>();
  let moving = false;
  const alarm = createAlarm(() => void renew(), signal);
  const look = (): void => alarm.set(SETTLE_MS);
  const succession: Succession = { current: first, moves, look };
  successions.set(first, succession);
  navigator.mediaDevices?.addEventListener('devicechange', look, { signal });
  // Not every Android tells of devices, and none of a headset that changes its profile: after a call, or a walk through the
  // settings, the page is seen again.
  document.addEventListener('visibilitychange', look, { signal });

  async function renew(): Promise<void> {
    if (moving || moves.size === 0) return;
    moving = true;
    let unused = createChild(signal);
    try {
      const fresh = create(unused.signal);
      // The same rate needs no waiting: nothing will move.
      if (fresh.sampleRate !== succession.current.sampleRate) await begun(fresh, unused.signal);
      if (!mustMove(succession.current, fresh)) return;
      // A conversation that ends meanwhile has nothing left to move.
      await Promise.allSettled([...moves].map((move) => move(fresh)));
      succession.current = fresh;
      [life, unused] = [unused, life];
    } finally {
      unused.abort();
      moving = false;
    }
  }

  return first;
}

/** Waits until `context` runs, or for {@link BEGIN_MS}; for ever, where `signal` aborts before. */
function begun(context: AudioContext, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (context.state === 'running') resolve();
    };
    context.addEventListener('statechange', look, { signal });
    after(BEGIN_MS, resolve, signal);
    look();
  });
}
