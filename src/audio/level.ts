/** Loudness of a node, read when somebody looks. */
export interface Meter {
  /** 0-1: how loud the sound of the latest 20 ms is between {@link FLOOR_DB} and full scale, falling slowly. */
  level(): number;
  /** 0-1 for each of `count` bands of equal musical width, low to high. */
  bands(count: number): readonly number[];
}

/** What is softer than this shows as nothing. */
const FLOOR_DB = -60;
/** Speech at full scale is rare: from here on a meter is full. */
const CEILING_DB = -10;
/** How fast a level falls: the whole scale in this time. */
const RELEASE_MS = 400;
/** Where speech is. */
const LOWEST_HZ = 80;
const HIGHEST_HZ = 8000;
/** 21 ms at 48 kHz. */
const FFT_SIZE = 1024;

/** Maps decibels relative to full scale to 0-1. */
export function scaleLevel(decibels: number): number {
  return Math.min(1, Math.max(0, (decibels - FLOOR_DB) / (CEILING_DB - FLOOR_DB)));
}

/** Decibels relative to full scale of the root mean square of `samples`. */
export function rmsDecibels(samples: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < samples.length; index += 1) sum += (samples[index] ?? 0) ** 2;
  return 10 * Math.log10(sum / samples.length);
}

/** A level at once when it rises, and in its own time when it falls. */
export function fall(previous: number, next: number, elapsedMs: number): number {
  return Math.max(next, previous - elapsedMs / RELEASE_MS);
}

/** The first and the last-but-one bin of each of `count` bands between the bounds of speech. */
export function bandEdges(count: number, binHz: number, binCount: number): readonly number[] {
  const ratio = HIGHEST_HZ / LOWEST_HZ;
  return Array.from({ length: count + 1 }, (_, index) =>
    Math.min(binCount, Math.max(index + 1, Math.round((LOWEST_HZ * ratio ** (index / count)) / binHz))),
  );
}

/** Meters `source` until its graph goes; costs nothing while nobody asks. */
export function createMeter(source: AudioNode): Meter {
  const { context } = source;
  const analyser = new AnalyserNode(context, { fftSize: FFT_SIZE, smoothingTimeConstant: 0.5 });
  source.connect(analyser);
  const samples = new Float32Array(FFT_SIZE);
  const spectrum = new Float32Array(analyser.frequencyBinCount);
  let value = 0;
  let readAt = 0;

  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      const now = performance.now();
      value = fall(value, scaleLevel(rmsDecibels(samples)), now - readAt);
      readAt = now;
      return value;
    },
    bands(count) {
      analyser.getFloatFrequencyData(spectrum);
      const edges = bandEdges(count, context.sampleRate / FFT_SIZE, spectrum.length);
      return Array.from({ length: count }, (_, band) => {
        let peak = -Infinity;
        for (let bin = edges[band] ?? 0; bin < Math.max((edges[band] ?? 0) + 1, edges[band + 1] ?? 0); bin += 1) {
          peak = Math.max(peak, spectrum[bin] ?? -Infinity);
        }
        return scaleLevel(peak);
      });
    },
  };
}
