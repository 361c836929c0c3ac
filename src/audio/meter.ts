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

/** Meters `source` until its graph goes; costs nothing while nobody asks. */
export function createMeter(source: AudioNode): Meter {
  const { context } = source;
  const scale = { minDecibels: FLOOR_DB, maxDecibels: CEILING_DB };
  const analyser = new AnalyserNode(context, { fftSize: FFT_SIZE, smoothingTimeConstant: 0.5, ...scale });
  source.connect(analyser);
  const samples = new Float32Array(FFT_SIZE);
  const spectrum = new Uint8Array(analyser.frequencyBinCount);
  let value = 0;
  let readAt = 0;

  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / FFT_SIZE;
      const now = performance.now();
      const risen = (10 * Math.log10(power) - FLOOR_DB) / (CEILING_DB - FLOOR_DB);
      value = Math.min(1, Math.max(0, risen, value - (now - readAt) / RELEASE_MS));
      readAt = now;
      return value;
    },
    bands(count) {
      analyser.getByteFrequencyData(spectrum);
      const binHz = context.sampleRate / FFT_SIZE;
      const edge = (index: number): number => Math.round((LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** (index / count)) / binHz);
      return Array.from({ length: count }, (_, band) => {
        const first = edge(band);
        return Math.max(0, ...spectrum.subarray(first, Math.max(first + 1, edge(band + 1)))) / 255;
      });
    },
  };
}
