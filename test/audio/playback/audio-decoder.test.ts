import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAudioDecoder, resumeDecoder, type AudioDecoder } from '../../../src/audio/playback/audio-decoder.js';
import type { AudioFormat } from '../../../src/spec/audio-format.js';
import fc from '../../rigs/fast-check.js';

const PCM = { encoding: 'pcm16', sampleRate: 24_000 } as const;

/** All samples of one item whose bytes arrive in these pieces. */
function decodeAll(decoder: AudioDecoder, pieces: readonly Uint8Array[], itemId = 'a'): number[] {
  const samples = pieces.flatMap((piece) => [...decoder.decode(itemId, piece.slice().buffer)]);
  return [...samples, ...decoder.finish(itemId)];
}

/** Cuts `bytes` at these offsets. */
function cut(bytes: Uint8Array, offsets: readonly number[]): Uint8Array[] {
  const bounds = [0, ...offsets.map((offset) => offset % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return bounds.slice(1).map((end, index) => bytes.subarray(bounds[index], end));
}

const format: fc.Arbitrary<AudioFormat> = fc.record({
  encoding: fc.constantFrom('pcm16', 'mulaw', 'alaw'),
  sampleRate: fc.constantFrom(8000, 16_000, 24_000),
});

describe('audio decoder', () => {
  it('gives the same samples wherever a stream is cut', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 400 });
    const offsets = fc.array(fc.nat(), { maxLength: 8 });
    fc.assert(
      fc.property(format, format, bytes, offsets, (first, later, whole, at) => {
        const decoders = [createAudioDecoder(first), createAudioDecoder(first)] as const;
        for (const decoder of decoders) decoder.setFormat(later);
        assert.deepEqual(decodeAll(decoders[1], cut(whole, at)), decodeAll(decoders[0], [whole]));
      }),
    );
  });

  it('joins a cut sample with the next chunk of the same item', () => {
    const decoder = createAudioDecoder(PCM);
    assert.deepEqual([...decoder.decode('a', Uint8Array.of(1, 2, 3).buffer)], [0x0201]);
    assert.deepEqual([...decoder.decode('b', Uint8Array.of(5, 6).buffer)], [0x0605]);
    assert.deepEqual([...decoder.decode('a', Uint8Array.of(4).buffer)], [0x0403]);
  });

  it('continues in another context inside a sample', () => {
    const before = createAudioDecoder(PCM);
    before.decode('a', Uint8Array.of(1, 2, 3).buffer);
    before.setFormat({ encoding: 'alaw', sampleRate: 24_000 });
    const after = resumeDecoder(structuredClone(before.save()));
    assert.deepEqual([...after.decode('a', Uint8Array.of(4).buffer)], [0x0403]);
    assert.deepEqual([...after.decode('b', Uint8Array.of(0xd5).buffer)], [8]);
  });

  it('applies a later format to items that begin after it, at the rate of the first', () => {
    const decoder = createAudioDecoder(PCM);
    assert.deepEqual([...decoder.decode('a', Uint8Array.of(1, 2).buffer)], [0x0201]);
    decoder.setFormat({ encoding: 'mulaw', sampleRate: 8000 });
    assert.deepEqual([...decoder.decode('a', Uint8Array.of(3, 4).buffer)], [0x0403]);
    const silence = decodeAll(decoder, [new Uint8Array(800).fill(0xff)], 'b');
    // 100 ms and the resampler's delay.
    assert.ok(silence.length >= 2400 && silence.length < 2500, `${silence.length}`);
  });

  it('forgets half a sample at a flush', () => {
    const decoder = createAudioDecoder(PCM);
    decoder.decode('a', Uint8Array.of(1).buffer);
    decoder.flush();
    assert.deepEqual([...decoder.decode('a', Uint8Array.of(2, 3).buffer)], [0x0302]);
  });
});
