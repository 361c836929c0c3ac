/** Loudness of a node, measured when it is read. */
export interface Meter {
  /** Loudness of the latest 21 ms, 0-1 from {@link FLOOR_DB} to {@link CEILING_DB}, with a slow release. */
  level(): number;
  /** 0-1 for each of `count` bands of equal musical width, low to high. */
  bands(count: number): readonly number[];
}

/** The bottom of the scale. */
const FLOOR_DB = -60;
/** The top of the scale: speech at full scale is rare. */
const CEILING_DB = -10;
/** The level falls over the whole scale in this time. */
const RELEASE_MS = 400;
/** The range of speech. */
const LOWEST_HZ = 80;
const HIGHEST_HZ = 8000;
/** 21 ms at 48 kHz. */
const FFT_SIZE = 1024;

/** Measures `source` until it is disconnected. */
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
