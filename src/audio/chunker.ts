import type { AudioFormat } from '../spec/audio-format.js';
import { encodeMulaw } from './mulaw.js';
import { floatToPcm16 } from './pcm16.js';
import { createResampler } from './resampler.js';

/** Cuts a stream of blocks at any rate into wire-ready chunks. */
export interface Chunker {
  /** Takes a block of at most {@link MAX_BLOCK} samples. Allocates nothing. */
  push(block: Float32Array): void;
  /** Forgets what has not made a chunk yet. */
  reset(): void;
}

/** A compromise that providers ask for: 10 ms more delay than half of it, at half the messages. */
const USUAL_CHUNK_MS = 20;
/** A render quantum is 128 samples today; the standard lets it grow. */
export const MAX_BLOCK = 4096;

/** `emit` must copy or send what it gets before it returns: the buffer is filled again. */
export function createChunker(
  fromRate: number,
  format: AudioFormat,
  emit: (bytes: ArrayBuffer) => void,
  chunkMs = USUAL_CHUNK_MS,
): Chunker {
  const chunkSamples = Math.round((chunkMs / 1000) * format.sampleRate);
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
