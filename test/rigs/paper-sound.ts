import { createChild } from '../../src/lib/child-signal.js';
import { createAsyncQueue } from '../../src/lib/async-queue.js';
import { onAbort } from '../../src/lib/on-abort.js';
import type { CapturedAudio, SpeakerMessage } from '../../src/spec/connection.js';
import type { Microphone, Speaker } from '../../src/spec/audio-io.js';
import type { MicrophoneEvent, SpeakerEvent } from '../../src/spec/voice-event.js';

/** 24 kHz PCM16. */
const BYTES_PER_MS = 48;
const CHUNK_MS = 20;

export interface PaperMicrophone extends Microphone {
  /** Hands over this much sound at once, in chunks of 20 ms, unless it is muted. */
  hear(ms: number): void;
  unplug(): void;
  /** The chosen device is gone; the default one takes its place. */
  lose(deviceId: string): void;
  readonly muted: boolean;
  readonly released: boolean;
}

/** A microphone without a device: it hears what the test says. */
export function createPaperMicrophone(owner: AbortSignal): PaperMicrophone {
  const { signal } = createChild(owner);
  const { port1, port2 } = new MessageChannel();
  const events = createAsyncQueue<MicrophoneEvent>(signal);
  let muted = false;
  let released = false;
  onAbort(signal, () => {
    released = true;
    port2.close();
  });
  events.push({ type: 'microphone-opened', sampleRate: 48_000 });
  return {
    port: port1,
    events,
    setFormat: () => undefined,
    setMuted: (next) => (muted = next),
    setDevice: () => Promise.resolve(),
    level: () => 0,
    hear(ms) {
      for (let heard = 0; heard < ms && !muted; heard += CHUNK_MS) {
        const bytes = new ArrayBuffer(CHUNK_MS * BYTES_PER_MS);
        port2.postMessage({ type: 'chunk', bytes } satisfies CapturedAudio, [bytes]);
      }
    },
    lose: (missing) => events.push({ type: 'microphone-changed', sampleRate: 48_000, missing }),
    unplug: () => events.push({ type: 'microphone-ended', reason: 'unplugged' }),
    get muted() {
      return muted;
    },
    get released() {
      return released;
    },
  };
}

export interface PaperSpeaker extends Speaker {
  /** What arrived, in order. */
  readonly messages: readonly SpeakerMessage[];
  /** Milliseconds of an item that arrived and were not dropped. */
  receivedMs(itemId: string): number;
  /** Plays an item up to here. */
  playTo(itemId: string, heardMs: number): void;
  /** The chosen device is gone; the default one takes its place. */
  lose(deviceId: string): void;
  /** Plays an item to its end. */
  finish(itemId: string): void;
  /** Resolves once `matches` holds; looks after every message. */
  until(matches: () => boolean): Promise<void>;
}

interface Item {
  receivedMs: number;
  heardMs: number;
  state: 'queued' | 'playing' | 'over';
}

/** A speaker without a device: it plays as far as the test says, and keeps the contract of a real one. */
export function createPaperSpeaker(owner: AbortSignal): PaperSpeaker {
  const { signal } = createChild(owner);
  const { port1, port2 } = new MessageChannel();
  const events = createAsyncQueue<SpeakerEvent>(signal);
  const messages: SpeakerMessage[] = [];
  const items = new Map<string, Item>();
  const news = new EventTarget();

  const flush = (): void => {
    for (const [itemId, item] of items) {
      if (item.state === 'over') continue;
      item.state = 'over';
      events.push({ type: 'playback-flushed', itemId, heardMs: item.heardMs, receivedMs: item.receivedMs });
    }
  };
  const take = (message: SpeakerMessage): void => {
    messages.push(message);
    if (message.type === 'flush') flush();
    if (message.type === 'audio') {
      const item = items.get(message.itemId) ?? { receivedMs: 0, heardMs: 0, state: 'queued' };
      if (item.state !== 'over') item.receivedMs += message.bytes.byteLength / BYTES_PER_MS;
      items.set(message.itemId, item);
    }
    news.dispatchEvent(new Event('news'));
  };
  port2.onmessage = ({ data }: MessageEvent<SpeakerMessage>) => take(data);
  onAbort(signal, () => port2.close());

  const itemOf = (itemId: string): Item => {
    const item = items.get(itemId);
    if (item === undefined) throw new Error(`The speaker knows no ${itemId}`);
    return item;
  };
  const playTo = (itemId: string, heardMs: number): void => {
    const item = itemOf(itemId);
    if (item.state === 'queued') events.push({ type: 'playback-started', itemId });
    item.state = 'playing';
    item.heardMs = heardMs;
    events.push({ type: 'playback-progress', itemId, heardMs });
  };
  return {
    port: port1,
    events,
    messages,
    flush,
    setVolume: () => undefined,
    setDevice: () => Promise.resolve(),
    level: () => 0,
    bands: () => [],
    receivedMs: (itemId) => items.get(itemId)?.receivedMs ?? 0,
    playTo,
    lose: (missing) => events.push({ type: 'speaker-changed', missing }),
    finish(itemId) {
      const item = itemOf(itemId);
      playTo(itemId, item.receivedMs);
      item.state = 'over';
      events.push({ type: 'playback-ended', itemId, heardMs: item.receivedMs });
    },
    async until(matches) {
      while (!matches()) await new Promise((resolve) => news.addEventListener('news', resolve, { once: true }));
    },
  };
}
