/** A stretch of tone that can be told from its neighbours, wherever its sound comes out. */
export interface Burst {
  /** Which of the {@link PITCHES}. */
  readonly pitch: number;
  /** The first sample that is half as high as the burst becomes. */
  readonly index: number;
}

const PITCHES = 8;
const LOWEST_HERTZ = 500;
const STEP_HERTZ = 250;
const BURST_SECONDS = 0.03;
/** The shortest time from burst to burst, and by how much more it may be: they must not keep step with anybody's chunks. */
const SPACING_SECONDS = 0.09;
const SPREAD_SECONDS = 0.04;
const AMPLITUDE = 0.5;
/** What is lower is not the beginning of a burst. */
const NOISE = 0.02;
/** Where in a burst its pitch is told: behind what a filter does at the edge. */
const SETTLED_SECONDS = 0.005;
const TOLD_SECONDS = 0.02;

/** Two bursts of one pitch are at least so far apart: what is late by less is matched. */
export const UNMISTAKABLE_MS = PITCHES * SPACING_SECONDS * 1000;

/** Bursts of changing pitch from `from` until `to`, as a microphone is to hear them. */
export function writeBursts(rate: number, from: number, to: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(rate * to));
  let at = from;
  for (let count = 0; at + BURST_SECONDS < to; count += 1) {
    const begin = Math.round(at * rate);
    const hertz = LOWEST_HERTZ + STEP_HERTZ * (count % PITCHES);
    for (let index = 0; index < BURST_SECONDS * rate; index += 1)
      samples[begin + index] = AMPLITUDE * Math.sin((2 * Math.PI * hertz * index) / rate);
    // The golden ratio spreads any number of them evenly.
    at += SPACING_SECONDS + SPREAD_SECONDS * ((count * 0.618034) % 1);
  }
  return samples;
}

/** The bursts in a stretch of sound, at whatever rate and level it has become. */
export function findBursts(samples: Float32Array, rate: number): readonly Burst[] {
  const bursts: Burst[] = [];
  const length = Math.round(BURST_SECONDS * rate);
  for (let start = 0; start + length <= samples.length; start += 1) {
    if (Math.abs(samples[start] ?? 0) < NOISE) continue;
    const sound = samples.subarray(start, start + length);
    const peak = sound.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
    const edge = sound.findIndex((sample) => Math.abs(sample) >= peak / 2);
    bursts.push({ pitch: pitchOf(sound.subarray(edge), rate), index: start + edge });
    start += edge + length + Math.round((rate * SPACING_SECONDS) / 4);
  }
  return bursts;
}

/** By how often it changes its sign. */
function pitchOf(sound: Float32Array, rate: number): number {
  const told = sound.subarray(Math.round(SETTLED_SECONDS * rate), Math.round((SETTLED_SECONDS + TOLD_SECONDS) * rate));
  let changes = 0;
  for (let index = 1; index < told.length; index += 1) if ((told[index] ?? 0) >= 0 !== (told[index - 1] ?? 0) >= 0) changes += 1;
  return Math.round((changes / 2 / TOLD_SECONDS - LOWEST_HERTZ) / STEP_HERTZ);
}
