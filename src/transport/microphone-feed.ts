import type { Clock } from '../lib/clock.js';
import { onAbort } from '../lib/on-abort.js';
import { BYTES_PER_SAMPLE, durationMs, type AudioFormat } from '../spec/audio-format.js';
import type { OutgoingFrame } from '../spec/codec.js';
import type { CapturedAudio } from '../spec/connection.js';
import type { Socket } from '../spec/socket.js';
import type { ConnectionEvent } from '../spec/voice-event.js';

/** Beyond this the network is slower than speech: about two seconds of 24 kHz audio in Base64. */
export const MAX_BUFFERED_BYTES = 128 * 1024;

/** Audio that may wait for the network. What is older is of no use in a conversation. */
export const MAX_WAITING_MS = 1000;

/** Chunks arrive every 10 ms; after a longer pause the microphone was muted or the gate was closed. */
const PAUSE_MS = 250;

/** Audio from before the press that push-to-talk sends: people begin to speak about this much before the key is down. */
export const PRE_ROLL_MS = 240;

/** Silence is sent in chunks as long as the microphone's. */
const SILENCE_CHUNK_MS = 10;
const SILENCE = { pcm16: 0, mulaw: 0xff, alaw: 0xd5 } as const satisfies Record<AudioFormat['encoding'], number>;

export interface MicrophoneFeed {
  /** With `preRoll`, the last {@link PRE_ROLL_MS} that arrived while it was closed are sent first. Nothing older ever is. */
  setOpen(open: boolean, preRoll?: boolean): void;
  /** Takes one chunk of the person's audio; the feed keeps the buffer. */
  push(chunk: ArrayBuffer): void;
  /** Sends silence at once, whether the gate is open or not. */
  sendSilence(durationMs: number): void;
  /** Sends what waits, so that whatever is sent next follows it. */
  flush(): void;
}

/** Sends the person's audio from the capture worklet to the socket: gated, bounded, the oldest dropped first. */
export function createMicrophoneFeed(
  port: MessagePort,
  socket: Socket,
  encode: (bytes: Uint8Array<ArrayBuffer>) => OutgoingFrame,
  format: AudioFormat,
  clock: Clock,
  report: (event: ConnectionEvent) => void,
  signal: AbortSignal,
): MicrophoneFeed {
  const waiting: Uint8Array<ArrayBuffer>[] = [];
  let waitingMs = 0;
  let droppedMs = 0;
  let sentMs = 0;
  let sentAt = -Infinity;
  let open = false;
  let past: readonly { readonly at: number; readonly bytes: Uint8Array<ArrayBuffer> }[] = [];

  const lengthMs = (bytes: Uint8Array): number => durationMs(format, bytes.byteLength);
  const transmit = (bytes: Uint8Array<ArrayBuffer>): void => {
    socket.send(encode(bytes));
    sentMs += lengthMs(bytes);
  };
  const transmitSpeech = (bytes: Uint8Array<ArrayBuffer>): void => {
    transmit(bytes);
    const now = clock.now();
    if (now - sentAt > PAUSE_MS) report({ type: 'audio-flowing', audioMs: sentMs });
    sentAt = now;
  };
  const flush = (): void => {
    if (droppedMs > 0) report({ type: 'audio-dropped', droppedMs });
    droppedMs = 0;
    waitingMs = 0;
    waiting.splice(0).forEach(transmitSpeech);
  };
  const enqueue = (bytes: Uint8Array<ArrayBuffer>): void => {
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

  const push = (chunk: ArrayBuffer): void => {
    const bytes = new Uint8Array(chunk);
    if (open) enqueue(bytes);
    else past = [...recent(), { at: clock.now(), bytes }];
  };
  port.onmessage = ({ data }: MessageEvent<CapturedAudio>) => {
    if (data.type === 'chunk') push(data.bytes);
  };
  onAbort(signal, () => (port.onmessage = null));
  return {
    setOpen(next, preRoll) {
      if (!next) flush();
      else if (!open) sentAt = -Infinity;
      if (next && preRoll) recent().forEach(({ bytes }) => enqueue(bytes));
      past = [];
      open = next;
    },
    push,
    sendSilence(silenceMs) {
      flush();
      const samples = Math.round((SILENCE_CHUNK_MS / 1000) * format.sampleRate);
      const chunk = new Uint8Array(samples * BYTES_PER_SAMPLE[format.encoding]).fill(SILENCE[format.encoding]);
      for (let leftMs = silenceMs; leftMs > 0; leftMs -= SILENCE_CHUNK_MS) transmit(chunk);
      // Speech that follows reports its position anew.
      sentAt = -Infinity;
    },
    flush,
  };
}
