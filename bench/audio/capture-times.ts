import type { PageClock } from '../talk/page-clock.js';
import { findBursts, UNMISTAKABLE_MS } from './bursts.js';
import type { Served } from './service.js';
import type { HeardBurst } from './stage.js';

/** A stream that begins inside a burst does not say when the burst began. */
const BEGINNING_SECONDS = 0.005;
/** By so much two clocks may be apart. */
const CLOCK_ERROR_MS = 2;

function toSamples(pcm: Buffer): Float32Array {
  return Float32Array.from({ length: Math.floor(pcm.length / 2) }, (_, index) => pcm.readInt16LE(index * 2) / 32_768);
}

/** Milliseconds from each burst on the microphone's track to the frame that brought it, on this process's clock. */
export function timeCapture(heard: readonly HeardBurst[], { arrivals, sampleRate }: Served, clock: PageClock): readonly number[] {
  const chunks = arrivals.map(({ at, pcm }) => ({ at, samples: toSamples(pcm) }));
  const whole = Float32Array.from(chunks.flatMap(({ samples }) => [...samples]));
  let end = 0;
  const ends = chunks.map(({ at, samples }) => ({ at, end: (end += samples.length) }));

  return findBursts(whole, sampleRate).flatMap(({ pitch, index }) => {
    const arrivedAt = ends.find((chunk) => index < chunk.end)?.at;
    if (arrivedAt === undefined || index < BEGINNING_SECONDS * sampleRate) return [];
    const times = heard.filter((burst) => burst.pitch === pitch).map(({ atMs }) => arrivedAt - clock(atMs));
    const time = Math.min(...times.filter((ms) => ms > -CLOCK_ERROR_MS));
    return time < UNMISTAKABLE_MS ? [time] : [];
  });
}
