/** How one channel of sound stands on the wire. Always mono; `pcm16` is little-endian signed. */
export interface AudioFormat {
  readonly encoding: 'pcm16' | 'mulaw';
  /** Hertz. */
  readonly sampleRate: number;
}

const BYTES_PER_SAMPLE = { pcm16: 2, mulaw: 1 } as const;

/** Milliseconds of sound in `bytes` bytes of `format`. */
export function durationMs(format: AudioFormat, bytes: number): number {
  return (bytes / BYTES_PER_SAMPLE[format.encoding] / format.sampleRate) * 1000;
}
