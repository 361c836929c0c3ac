import type { Clock } from '../lib/clock.js';
import { onAbort } from '../lib/on-abort.js';
import { durationMs, type AudioFormat } from '../spec/audio-format.js';
import type { CapturedAudio } from '../spec/connection.js';
import type { Socket } from '../spec/socket.js';
import type { ConnectionEvent } from '../spec/voice-event.js';

/** Beyond this the network is slower than speech: about two seconds of 24 kHz sound in Base64. */
export const MAX_BUFFERED_BYTES = 128 * 1024;

/** Sound that waits for the network. What is older is of no use in a conversation. */
export const MAX_WAITING_MS = 1000;

/** Chunks come every 10 ms; after a longer silence of the port the microphone was muted or the gate was closed. */
const PAUSE_MS = 250;

/** What push-to-talk sends of the sound before the press: a hand is slower than a mouth by about so much. */
export const PRE_ROLL_MS = 240;

export interface MicrophoneFeed {
  /** With `preRoll` what came in the last {@link PRE_ROLL_MS}, while it was closed, goes first. Nothing older ever does. */
  setOpen(open: boolean, preRoll?: boolean): void;
  /** One chunk of the person's sound; the feed keeps it. */
  hear(chunk: ArrayBuffer): void;
  /** Hands over what waits, so that what is sent next stands behind it. */
  flush(): void;
}

/** Carries the person's sound from the capture worklet to the socket: gated, bounded, the oldest dropped first. */
export function createMicrophoneFeed(
  port: MessagePort,
  socket: Socket,
  encode: (bytes: Uint8Array) => string,
  format: AudioFormat,
  clock: Clock,
  tell: (event: ConnectionEvent) => void,
  signal: AbortSignal,
): MicrophoneFeed {
  const waiting: Uint8Array[] = [];
  let waitingMs = 0;
  let droppedMs = 0;
  let sentMs = 0;
  let sentAt = -Infinity;
  let open = false;
  let past: readonly { readonly at: number; readonly bytes: Uint8Array }[] = [];

  const lengthMs = (bytes: Uint8Array): number => durationMs(format, bytes.byteLength);
  const transmit = (bytes: Uint8Array): void => {
    socket.send(encode(bytes));
    sentMs += lengthMs(bytes);
    const now = clock.now();
    if (now - sentAt > PAUSE_MS) tell({ type: 'audio-flowing', audioMs: sentMs });
    sentAt = now;
  };
  const flush = (): void => {
    if (droppedMs > 0) tell({ type: 'audio-dropped', droppedMs });
    droppedMs = 0;
    waitingMs = 0;
    waiting.splice(0).forEach(transmit);
  };
  const take = (bytes: Uint8Array): void => {
    waiting.push(bytes);
    waitingMs += lengthMs(bytes);
    if (socket.bufferedAmount <= MAX_BUFFERED_BYTES) return flush();
    while (waitingMs > MAX_WAITING_MS) {
      const oldest = waiting.shift();
      if (oldest === undefined) break;
      waitingMs -= lengthMs(oldest);
      droppedMs += lengthMs(oldest);
    }
  };

  const recent = (): typeof past => past.filter(({ at }) => clock.now() - at < PRE_ROLL_MS);

  const hear = (chunk: ArrayBuffer): void => {
    const bytes = new Uint8Array(chunk);
    if (open) take(bytes);
    else past = [...recent(), { at: clock.now(), bytes }];
  };
  port.onmessage = ({ data }: MessageEvent<CapturedAudio>) => {
    if (data.type === 'chunk') hear(data.bytes);
  };
  onAbort(signal, () => (port.onmessage = null));
  return {
    setOpen(next, preRoll) {
      if (!next) flush();
      else if (!open) sentAt = -Infinity;
      if (next && preRoll) recent().forEach(({ bytes }) => take(bytes));
      past = [];
      open = next;
    },
    hear,
    flush,
  };
}
