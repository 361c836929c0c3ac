/** How one channel of audio is encoded on the wire. Always mono; `pcm16` is signed little-endian, `mulaw` and `alaw` are G.711. */
export interface AudioFormat {
  readonly encoding: 'pcm16' | 'mulaw' | 'alaw';
  /** Hertz. */
  readonly sampleRate: number;
}

/** What a service receives from the microphone and what it sends for the speaker. */
export interface AudioFormats {
  readonly input: AudioFormat;
  readonly output: AudioFormat;
}

export const BYTES_PER_SAMPLE = { pcm16: 2, mulaw: 1, alaw: 1 } as const satisfies Record<AudioFormat['encoding'], number>;

/** Milliseconds of audio in `bytes` bytes of `format`. */
export function durationMs(format: AudioFormat, bytes: number): number {
  return (bytes / BYTES_PER_SAMPLE[format.encoding] / format.sampleRate) * 1000;
}
