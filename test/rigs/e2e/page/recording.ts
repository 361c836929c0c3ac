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
  /** `endSample` counts samples to the end of the block, from an origin of the tap's own; `endMs` is when they had passed. */
  add(samples: Float32Array, endSample: number, endMs: number): void;
  data(): RecordingData;
  /** Begins anew with the next block. */
  forget(): void;
  /** Settles once so much sound has passed since the beginning. */
  reached(ms: number): Promise<void>;
}

/** How the count of samples lies on the page's clock, by what each block says of it, in milliseconds. */
export type Fit = (origins: readonly number[]) => number;

/** For blocks whose time is that of their arrival: they come late by whatever the page was doing, never early. */
export const earliest: Fit = (origins) => origins.reduce((least, origin) => Math.min(least, origin), Infinity);

/** For blocks that were timed where they were made, ahead of time or late by what the device buffers. */
export const middle: Fit = (origins) => origins.toSorted((a, b) => a - b)[Math.floor(origins.length / 2)] ?? 0;

export function createRecording(sampleRate: () => number, fit: Fit): Recording {
  let blocks: Float32Array[] = [];
  let origins: number[] = [];
  let total = 0;
  let lastEnd = 0;
  const waiting = new Map<() => void, number>();

  const toMs = (samples: number): number => (samples / sampleRate()) * 1000;

  return {
    add(samples, endSample, endMs) {
      const missing = total === 0 ? 0 : Math.max(0, endSample - lastEnd - samples.length);
      if (missing > 0) blocks.push(new Float32Array(missing));
      blocks.push(samples);
      total += missing + samples.length;
      lastEnd = endSample;
      origins.push(endMs - toMs(endSample));
      for (const [resolve, ms] of waiting) if (toMs(total) >= ms) resolve();
    },
    data: () => ({ sampleRate: sampleRate(), startedAtMs: fit(origins) + toMs(lastEnd - total), pcm16: encode(blocks, total) }),
    forget() {
      blocks = [];
      origins = [];
      total = 0;
    },
    reached: (ms) =>
      new Promise((resolve) => {
        if (toMs(total) >= ms) resolve();
        else waiting.set(resolve, ms);
      }),
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
