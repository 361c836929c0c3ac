import { createAsyncQueue } from '../src/lib/async-queue.js';
import { onAbort } from '../src/lib/on-abort.js';
import type { SpeakerMessage } from '../src/spec/connection.js';
import type { Microphone, Speaker } from '../src/spec/audio-io.js';
import type { MicrophoneEvent, SpeakerEvent } from '../src/spec/voice-event.js';

/** A microphone at which somebody speaks with one unchanging loudness. */
export function stillMicrophone(loudness: number, signal: AbortSignal): Microphone {
  const events = createAsyncQueue<MicrophoneEvent>(signal);
  events.push({ type: 'microphone-opened', label: 'Still microphone', sampleRate: 48_000 });
  return {
    port: new MessageChannel().port1,
    events,
    setFormat: () => undefined,
    setMuted: () => undefined,
    setDevice: () => Promise.resolve(),
    level: () => loudness,
  };
}

/** A speaker that begins every item, is heard for so long, and stands still there. */
export function stillSpeaker(heardMs: number, signal: AbortSignal): Speaker {
  const events = createAsyncQueue<SpeakerEvent>(signal);
  const { port1, port2 } = new MessageChannel();
  const begun = new Set<string>();
  onAbort(signal, () => port2.close());
  const flush = (): void => {
    begun.forEach((itemId) => events.push({ type: 'playback-flushed', itemId, heardMs, receivedMs: heardMs }));
    begun.clear();
  };
  port2.onmessage = ({ data }: MessageEvent<SpeakerMessage>) => {
    if (data.type === 'audio' && !begun.has(data.itemId)) {
      begun.add(data.itemId);
      events.push({ type: 'playback-started', itemId: data.itemId });
    }
    if (data.type === 'flush') flush();
    if (data.type === 'item-end') {
      // Whoever looks at a later moment has heard the earlier items out.
      events.push({ type: 'playback-progress', itemId: data.itemId, heardMs });
    }
  };
  return {
    port: port1,
    events,
    flush,
    setVolume: () => undefined,
    setDevice: () => Promise.resolve(),
    level: () => 0.6,
    bands: (count) => Array.from({ length: count }, (_, index) => [0.35, 0.7, 1, 0.55, 0.25][index % 5] ?? 0),
  };
}
