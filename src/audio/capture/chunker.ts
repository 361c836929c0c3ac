import type { AudioFormat } from '../../spec/audio-format.js';
import { encodeMulaw } from '../dsp/g711.js';
import { floatToPcm16 } from '../dsp/pcm16.js';
import { createResampler } from '../dsp/resampler.js';

/** Cuts a stream of blocks at any rate into wire-ready chunks. */
export interface Chunker {
  /** Takes a block of at most {@link MAX_BLOCK} samples. Allocates nothing. */
  push(block: Float32Array): void;
  /** Forgets what has not made a chunk yet. */
  reset(): void;
}

/** As long as the packets that microphones give. A chunk of 20 ms halves the messages, and keeps a sound 5 ms longer on average. */
const CHUNK_MS = 10;
/** A render quantum is 128 samples today; the standard lets it grow. */
export const MAX_BLOCK = 4096;

/** `emit` must copy or send what it gets before it returns: the buffer is filled again. */
export function createChunker(fromRate: number, format: AudioFormat, emit: (bytes: ArrayBuffer) => void): Chunker {
  const chunkSamples = Math.round((CHUNK_MS / 1000) * format.sampleRate);
  const resampler = createResampler(fromRate, format.sampleRate);
  const ready = new Float32Array(chunkSamples + resampler.maxOutput(MAX_BLOCK));
  const pcm = new Int16Array(chunkSamples);
  const mulaw = new Uint8Array(format.encoding === 'mulaw' ? chunkSamples : 0);
  let count = 0;

  return {
    push(block) {
      count += resampler.process(block, ready, count);
      while (count >= chunkSamples) {
        floatToPcm16(ready, chunkSamples, pcm);
        if (format.encoding === 'mulaw') encodeMulaw(pcm, mulaw);
        emit(format.encoding === 'mulaw' ? mulaw.buffer : pcm.buffer);
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
