import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeAlaw, decodeMulaw, encodeAlaw, encodeMulaw } from '../../../src/audio/dsp/g711.js';

const everyCode = Uint8Array.from({ length: 256 }, (_, code) => code);
const everySample = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);

function decode(codes: Uint8Array): Int16Array {
  const samples = new Int16Array(codes.length);
  decodeMulaw(codes, samples);
  return samples;
}

function encode(samples: Int16Array): Uint8Array {
  const codes = new Uint8Array(samples.length);
  encodeMulaw(samples, codes);
  return codes;
}

describe('mu-law', () => {
  it('decodes as G.711 defines: ±((2 m + 33) 2^e - 33) of 14 bits, all bits inverted', () => {
    const decoded = decode(everyCode);
    for (const code of everyCode) {
      const [sign, exponent, mantissa] = [code & 128, 7 - ((code >> 4) & 7), 15 - (code & 15)];
      const magnitude = 4 * ((2 * mantissa + 33) * 2 ** exponent - 33);
      assert.equal(Math.abs(decoded[code] ?? NaN), magnitude);
      assert.equal(magnitude === 0 || (decoded[code] ?? 0) > 0 === sign > 0, true);
    }
  });

  it('gives back every code but the negative zero, which becomes the positive one', () => {
    assert.deepEqual(
      encode(decode(everyCode)),
      everyCode.map((code) => (code === 0x7f ? 0xff : code)),
    );
  });

  it('keeps every sample to half a step of its segment and in order', () => {
    const decoded = decode(encode(everySample));
    everySample.forEach((sample, i) => {
      const biased = Math.min(Math.abs(sample) + 132, 32_767);
      const halfStep = 2 ** (Math.floor(Math.log2(biased)) - 5);
      const saturated = Math.sign(sample) * Math.min(Math.abs(sample), 32_635);
      const value = decoded[i] ?? NaN;
      assert.ok(Math.abs(value - saturated) <= halfStep, `${sample} became ${value}`);
      assert.ok(i === 0 || value >= (decoded[i - 1] ?? NaN));
    });
  });

  it('saturates at both ends', () => {
    assert.deepEqual([...encode(Int16Array.of(32_767, -32_768, 0))], [0x80, 0x00, 0xff]);
  });
});

function decodeA(codes: Uint8Array): Int16Array {
  const samples = new Int16Array(codes.length);
  decodeAlaw(codes, samples);
  return samples;
}

function encodeA(samples: Int16Array): Uint8Array {
  const codes = new Uint8Array(samples.length);
  encodeAlaw(samples, codes);
  return codes;
}

describe('A-law', () => {
  it('decodes known codes', () => {
    const codes = Uint8Array.of(0xd5, 0x55, 0xd4, 0x54, 0xc5, 0x80, 0xaa, 0x2a);
    assert.deepEqual([...decodeA(codes)], [8, -8, 24, -24, 264, 5504, 32_256, -32_256]);
  });

  it('encodes known samples, and saturates at both ends', () => {
    assert.deepEqual([...encodeA(Int16Array.of(0, -1, 8, -8, 32_767, -32_768))], [0xd5, 0x55, 0xd5, 0x55, 0xaa, 0x2a]);
  });

  it('gives back every code', () => {
    assert.deepEqual(encodeA(decodeA(everyCode)), everyCode);
  });

  it('keeps every sample to half a step of its segment and in order', () => {
    const decoded = decodeA(encodeA(everySample));
    everySample.forEach((sample, i) => {
      const magnitude = Math.max(256, sample < 0 ? -sample - 1 : sample);
      const halfStep = 2 ** (Math.floor(Math.log2(magnitude)) - 5);
      const value = decoded[i] ?? NaN;
      assert.ok(Math.abs(value - sample) <= halfStep, `${sample} became ${value}`);
      assert.ok(i === 0 || value >= (decoded[i - 1] ?? NaN));
    });
  });
});
