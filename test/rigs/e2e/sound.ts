import type { RecordingData } from './page/recording.js';

/** Mono sound; -1 to 1. */
export interface Sound {
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

/** Sound that has its place on the page's clock. */
export interface Recorded extends Sound {
  readonly startedAtMs: number;
}

export function decodeRecording({ sampleRate, startedAtMs, pcm16 }: RecordingData): Recorded {
  const bytes = Buffer.from(pcm16, 'base64');
  const samples = Float32Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16LE(index * 2) / 32768);
  return { samples, sampleRate, startedAtMs };
}

/** The part between two moments of the page's clock. */
export function cut({ samples, sampleRate, startedAtMs }: Recorded, fromMs: number, toMs: number): Recorded {
  const first = Math.max(0, Math.round(((fromMs - startedAtMs) / 1000) * sampleRate));
  const end = Math.max(first, Math.round(((toMs - startedAtMs) / 1000) * sampleRate));
  return { samples: samples.slice(first, end), sampleRate, startedAtMs: startedAtMs + (first / sampleRate) * 1000 };
}

/** When sound above `leastDb` (peak, full scale) first and last passed, on the page's clock; `undefined` where none did. */
export function extent(
  { samples, sampleRate, startedAtMs }: Recorded,
  leastDb: number,
): { readonly firstMs: number; readonly lastMs: number } | undefined {
  const least = 10 ** (leastDb / 20);
  const loud = (sample: number): boolean => Math.abs(sample) > least;
  const first = samples.findIndex(loud);
  if (first < 0) return undefined;
  const timeOf = (index: number): number => startedAtMs + (index / sampleRate) * 1000;
  return { firstMs: timeOf(first), lastMs: timeOf(samples.findLastIndex(loud)) };
}

/** Quiet that is left around a part, so that a recogniser does not miss its edges. */
const MARGIN_MS = 200;

/** What there is from the first to the last of sound above `leastDb`. */
export function loudPart(recorded: Recorded, leastDb: number): Recorded {
  const loud = extent(recorded, leastDb);
  return loud === undefined ? recorded : cut(recorded, loud.firstMs - MARGIN_MS, loud.lastMs + MARGIN_MS);
}

export function silence(seconds: number, sampleRate: number): Sound {
  return { samples: new Float32Array(Math.round(seconds * sampleRate)), sampleRate };
}

/** Sounds of one rate, one after the other. */
export function join(...sounds: readonly Sound[]): Sound {
  const [{ sampleRate } = { sampleRate: 48_000 }] = sounds;
  const samples = new Float32Array(sounds.reduce((sum, sound) => sum + sound.samples.length, 0));
  let at = 0;
  for (const sound of sounds) {
    samples.set(sound.samples, at);
    at += sound.samples.length;
  }
  return { samples, sampleRate };
}
