import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createChunker } from '../../../src/audio/capture/chunker.js';

/** A second of a tone at `rate`, in blocks of `block`, as chunks. */
function chunksOf(rate: number, format: Parameters<typeof createChunker>[1], block = 128): ArrayBuffer[] {
  const chunks: ArrayBuffer[] = [];
  const chunker = createChunker(rate, format, (bytes) => chunks.push(bytes.slice(0)));
  const tone = Float32Array.from({ length: rate }, (_, index) => 0.5 * Math.sin((2 * Math.PI * 440 * index) / rate));
  for (let start = 0; start < rate; start += block) chunker.push(tone.subarray(start, start + block));
  return chunks;
}

describe('chunker', () => {
  it('cuts any rate into 10 ms of the wire’s rate', () => {
    for (const rate of [8000, 44_100, 48_000, 96_000]) {
      const chunks = chunksOf(rate, { encoding: 'pcm16', sampleRate: 24_000 });
      assert.ok(chunks.length === 100 || chunks.length === 99);
      assert.ok(chunks.every(({ byteLength }) => byteLength === 480));
    }
    for (const encoding of ['mulaw', 'alaw'] as const)
      assert.equal(chunksOf(48_000, { encoding, sampleRate: 8000 })[0]?.byteLength, 80);
  });

  it('keeps the sound', () => {
    const samples = new Int16Array(chunksOf(48_000, { encoding: 'pcm16', sampleRate: 24_000 })[20] ?? new ArrayBuffer());
    const rms = Math.sqrt(samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / samples.length);
    assert.ok(Math.abs(rms - 0.5 / Math.SQRT2) < 0.01);
  });

  it('does not care how the sound is cut before', () => {
    const format = { encoding: 'pcm16', sampleRate: 16_000 } as const;
    assert.deepEqual(chunksOf(44_100, format, 128), chunksOf(44_100, format, 4001));
  });

  it('forgets half a chunk when it is reset', () => {
    const chunks: ArrayBuffer[] = [];
    const chunker = createChunker(24_000, { encoding: 'pcm16', sampleRate: 24_000 }, (bytes) => chunks.push(bytes.slice(0)));
    chunker.push(new Float32Array(200).fill(1));
    chunker.reset();
    chunker.push(new Float32Array(240));
    assert.ok(new Int16Array(chunks[0] ?? new ArrayBuffer()).every((sample) => sample === 0));
  });
});
