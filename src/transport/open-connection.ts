import { abortable } from '../lib/abortable.js';
import { createChild } from '../lib/child-signal.js';
import { systemClock, type Clock } from '../lib/clock.js';
import { createDeferred } from '../lib/deferred.js';
import { after } from '../lib/timer.js';
import { AgentError } from '../spec/agent-error.js';
import type { Codec } from '../spec/codec.js';
import type { Connection, ConnectionRequest } from '../spec/connection.js';
import type { Provider } from '../spec/provider.js';
import type { TakeWorker } from '../spec/take-worker.js';
import { dialWebSocket, NOT_HERE, type Dial } from './dial.js';
import { createFarEnd } from './far-end.js';
import { findWay, type Way } from './find-way.js';
import type { RelayAddress } from './relay-address.js';
import { createSocketLine } from './socket-line.js';
import { createNearEnd, type SoundEnd } from './sound-end.js';

export interface OpenConnectionOptions {
  readonly dial?: Dial;
  readonly clock?: Clock;
  /** Where it gives a Worker, socket and sound stay off this thread as far as the policies of both let them. */
  readonly takeWorker?: TakeWorker | undefined;
  /** For the ticket and for the socket, each. */
  readonly timeoutMs?: number;
}

/** Twice what a relay may take to reach its provider. */
export const OPEN_TIMEOUT_MS = 15_000;

/**
 * Opens a line to a provider, over the relay or inside the page as the provider says. Rejects with an `AgentError`, or with
 * the abort reason when `signal` aborts; what was half open is closed either way.
 */
export async function openConnection(
  provider: Provider,
  relay: RelayAddress,
  request: ConnectionRequest,
  signal: AbortSignal,
  options: OpenConnectionOptions = {},
): Promise<Connection> {
  const { transport, input } = provider;
  const { timeoutMs = OPEN_TIMEOUT_MS, clock = systemClock, dial = dialWebSocket } = options;
  const life = createChild(signal);
  try {
    const codec = transport.createCodec();
    const way = await findWay(transport, relay, request.config, timeoutMs, life.signal);
    const sound = transport.kind === 'relay' ? transport.sound : undefined;
    const worker = sound && request.speaker && (await options.takeWorker?.());
    const far = worker && ((ending: AbortSignal) => createFarEnd(worker, sound, input, request, ending));
    const near = (ending: AbortSignal): SoundEnd => createNearEnd(codec, input, request, dial, clock, ending);
    for (const createEnd of [far, near]) {
      const line = createEnd && (await join(codec, way, createEnd, timeoutMs, life.signal));
      if (line) return line;
    }
    throw await way.whyClosed(NOT_HERE, life.signal);
  } catch (thrown) {
    life.abort();
    throw thrown;
  }
}

/** `undefined` where the socket cannot be opened from that end, and may be from another. */
async function join(
  codec: Codec,
  way: Way,
  createEnd: (signal: AbortSignal) => SoundEnd,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Connection | undefined> {
  const life = createChild(signal);
  const opening = createChild(life.signal);
  const opened = createDeferred<boolean>();
  let isOpen = false;
  const open = (): void => {
    isOpen = true;
    opened.resolve(true);
  };
  const end = createEnd(life.signal);
  const { ears, attach } = createSocketLine(codec, end, open, life.signal);
  const closed = (closeCode: number, reason: string): void => {
    if (closeCode === NOT_HERE) return opened.resolve(false);
    ears.closed(closeCode, reason);
    if (!isOpen) void way.whyClosed(closeCode, opening.signal).then(opened.reject);
  };
  const tooLate = new AgentError('relay-timeout', `The relay’s socket did not open within ${timeoutMs / 1000} s.`);
  after(timeoutMs, () => opened.reject(tooLate), opening.signal);
  try {
    const line = attach(way.connect({ ...ears, closed }, end.dial, life.signal));
    if (await abortable(opened.promise, life.signal)) return line;
    life.abort();
    return undefined;
  } finally {
    opening.abort();
  }
}
