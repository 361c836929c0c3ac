/** What a tap heard, as it leaves the page. */
export interface RecordingData {
  readonly sampleRate: number;
  /** When the first sample passed, in milliseconds of the page's `performance.now()`. */
  readonly startedAtMs: number;
  /** Signed 16-bit little-endian samples in Base64. */
  readonly pcm16: string;
}

/** Collects blocks of sound. */
export interface Recording {
  /** `endSample` counts the samples from an origin of the tap's own to the end of the block. */
  add(samples: Float32Array, endSample: number): void;
  data(): RecordingData;
  /** Settles once so much sound has passed. */
  reached(ms: number): Promise<void>;
}

/**
 * Blocks arrive late by whatever the page was doing, never early: the earliest of all arrivals tells how the count of
 * samples lies on the page's clock.
 */
export function createRecording(sampleRate: () => number): Recording {
  const blocks: Float32Array[] = [];
  let total = 0;
  let lastEnd = 0;
  let originMs = Infinity;
  const waiting = new Map<() => void, number>();

  const lengthMs = (): number => (total / sampleRate()) * 1000;

  return {
    reached: (ms) =>
      new Promise((resolve) => {
        if (lengthMs() >= ms) resolve();
        else waiting.set(resolve, ms);
      }),
    add(samples, endSample) {
      const missing = total === 0 ? 0 : endSample - lastEnd - samples.length;
      if (missing > 0) blocks.push(new Float32Array(missing));
      blocks.push(samples);
      total += Math.max(0, missing) + samples.length;
      lastEnd = endSample;
      originMs = Math.min(originMs, performance.now() - (endSample / sampleRate()) * 1000);
      for (const [resolve, ms] of waiting) if (lengthMs() >= ms) resolve();
    },
    data() {
      const startedAtMs = originMs + ((lastEnd - total) / sampleRate()) * 1000;
      return { sampleRate: sampleRate(), startedAtMs, pcm16: encode(blocks, total) };
    },
  };
}

function encode(blocks: readonly Float32Array[], total: number): string {
  const view = new DataView(new ArrayBuffer(total * 2));
  let at = 0;
  for (const block of blocks) {
    for (const sample of block) {
      view.setInt16(at, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true);
      at += 2;
    }
  }
  let binary = '';
  const bytes = new Uint8Array(view.buffer);
  for (let start = 0; start < bytes.length; start += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(binary);
}
