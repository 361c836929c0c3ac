import type { AudioFormat } from '../../spec/audio-format.js';
import { encodeAlaw, encodeMulaw } from '../dsp/g711.js';
import { floatToPcm16 } from '../dsp/pcm16.js';
import { createResampler } from '../dsp/resampler.js';

/** Encodes a stream of blocks at any rate in chunks of equal length. */
export interface Chunker {
  /** Takes a block of at most {@link MAX_BLOCK} samples. Allocates nothing. */
  push(block: Float32Array): void;
  /** Drops the samples that have not filled a chunk yet. */
  reset(): void;
}

/** As long as the packets of a microphone. Chunks of 20 ms would halve the messages and add 5 ms of delay on average. */
const CHUNK_MS = 10;
/** A render quantum is 128 samples today; the standard lets it grow. */
export const MAX_BLOCK = 4096;

/** `emit` must copy or send its argument before it returns: the buffer is reused. */
export function createChunker(fromRate: number, format: AudioFormat, emit: (bytes: ArrayBuffer) => void): Chunker {
  const chunkSamples = Math.round((CHUNK_MS / 1000) * format.sampleRate);
  const resampler = createResampler(fromRate, format.sampleRate);
  const ready = new Float32Array(chunkSamples + resampler.maxOutput(MAX_BLOCK));
  const pcm = new Int16Array(chunkSamples);
  const codes = new Uint8Array(format.encoding === 'pcm16' ? 0 : chunkSamples);
  let count = 0;

  function encode(): ArrayBuffer {
    switch (format.encoding) {
      case 'pcm16':
        return pcm.buffer;
      case 'mulaw':
        encodeMulaw(pcm, codes);
        return codes.buffer;
      case 'alaw':
        encodeAlaw(pcm, codes);
        return codes.buffer;
      default:
        return format.encoding satisfies never;
    }
  }

  return {
    push(block) {
      count += resampler.process(block, ready, count);
      while (count >= chunkSamples) {
        floatToPcm16(ready, chunkSamples, pcm);
        emit(encode());
        ready.copyWithin(0, chunkSamples, count);
        count -= chunkSamples;
      }
    },
    reset() {
      resampler.reset();
      count = 0;
    },
  };
}
