import { randomBytes } from 'node:crypto';
import { once, setMaxListeners } from 'node:events';
import { WebSocket } from 'ws';
import { after, every } from '../../src/lib/timer.js';
import { cpuOf, memoryOf, type Contestant } from './contestants.js';

/** Noise, as speech is to whoever looks at its letters: silence would always be found in the processor's caches. */
const SPEECH = randomBytes(4_800).toString('base64');
const APPEND = Buffer.from(`{"type":"input_audio_buffer.append","audio":"${SPEECH}"}`);
/** Chunks of 100 ms, as a page sends them; one of them comes back for each. */
const PERIOD_MS = 100;
const WARM_UP_MS = 1_000;
const MEASURED_MS = 3_000;

export interface Traffic {
  readonly cpuPerMessage: number;
  readonly roundTrips: readonly number[];
  readonly bytesPerSession: number;
}

/** Opens a socket and waits for its first frame. */
export async function open({ url, headers }: Contestant): Promise<WebSocket> {
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  await once(socket, 'message');
  return socket;
}

/** `sessions` conversations that speak both ways at once, spread evenly over time. */
export async function talk(contestant: Contestant, sessions: number): Promise<Traffic> {
  const idle = await memoryOf(contestant);
  const sockets: WebSocket[] = [];
  for (let count = 0; count < sessions; count += 10)
    sockets.push(...(await Promise.all(Array.from({ length: 10 }, () => open(contestant)))));
  const bytesPerSession = ((await memoryOf(contestant)) - idle) / sessions;

  const life = new AbortController();
  setMaxListeners(0, life.signal);
  const roundTrips: number[] = [];
  let measuring = false;
  let messages = 0;
  sockets.forEach((socket, index) => {
    const sentAt: number[] = [];
    socket.on('message', () => {
      if (!measuring) return void sentAt.shift();
      messages += 2;
      roundTrips.push(performance.now() - (sentAt.shift() ?? NaN));
    });
    const send = (): void => {
      sentAt.push(performance.now());
      socket.send(APPEND, { binary: false });
    };
    after((index / sessions) * PERIOD_MS, () => every(PERIOD_MS, send, life.signal), life.signal);
  });

  await pass(WARM_UP_MS);
  const before = await cpuOf(contestant);
  measuring = true;
  await pass(MEASURED_MS);
  measuring = false;
  const cpuPerMessage = ((await cpuOf(contestant)) - before) / messages;
  life.abort();
  for (const socket of sockets) socket.terminate();
  await Promise.all(sockets.filter(({ readyState, CLOSED }) => readyState !== CLOSED).map((socket) => once(socket, 'close')));
  return { cpuPerMessage, roundTrips: roundTrips.filter(Number.isFinite), bytesPerSession };
}

export function pass(ms: number): Promise<void> {
  return new Promise((resolve) => after(ms, resolve, new AbortController().signal));
}

/** Pages that are told more and more and read nothing of it. */
export function openStalled(contestant: Contestant, count: number): Promise<readonly WebSocket[]> {
  const openOne = async (): Promise<WebSocket> => {
    const socket = await open(contestant);
    socket.on('error', () => undefined);
    socket.send('{"type":"input_audio_buffer.commit"}');
    socket.pause();
    return socket;
  };
  return Promise.all(Array.from({ length: count }, openOne));
}

const LOOK_MS = 500;
/** Of one processor. */
const BUSY_SHARE = 0.02;
const MAX_LOOKS = 40;

/** Waits until a contestant has nothing to do: what stalls has filled every buffer on its way then. False where it never does. */
export async function becomesIdle(contestant: Contestant): Promise<boolean> {
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const before = await cpuOf(contestant);
    await pass(LOOK_MS);
    if ((await cpuOf(contestant)) - before < LOOK_MS * 1_000 * BUSY_SHARE) return true;
  }
  return false;
}

const STALLED_MS = 6_000;

/** By how many bytes a contestant grows when 120 MB are pushed at a peer that does not read. */
export async function growthWhenStalled(contestant: Contestant, who: 'page' | 'service'): Promise<number> {
  const socket = await open(contestant);
  socket.on('error', () => undefined);
  const idle = await memoryOf(contestant);
  let most = 0;
  const life = new AbortController();
  every(100, () => void memoryOf(contestant).then((now) => (most = Math.max(most, now - idle))), life.signal);
  if (who === 'page') {
    socket.send('{"type":"input_audio_buffer.commit"}');
    socket.pause();
  } else {
    socket.send('{"type":"input_audio_buffer.clear"}');
    void pushAll(socket);
  }
  await pass(STALLED_MS);
  life.abort();
  socket.terminate();
  return most;
}

async function pushAll(socket: WebSocket): Promise<void> {
  for (let pushed = 0; pushed < 120_000_000 && socket.readyState === socket.OPEN; pushed += APPEND.length) {
    await new Promise((resolve) => socket.send(APPEND, { binary: false }, resolve));
  }
}
