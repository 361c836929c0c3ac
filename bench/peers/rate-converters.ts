import libsamplerate from '@alexanderolsen/libsamplerate-js';
import loadSpeex from '@echogarden/speex-resampler-wasm';
import waveResampler from 'wave-resampler';
import { createResampler } from '../../src/audio/dsp/resampler.js';
import type { Convert } from '../../test/rigs/converter-quality.js';

/** A rate converter, ours or a peer's, ready for one conversion. */
export interface RateConverter {
  readonly convert: Convert;
  /** Forgets the past. */
  reset(): void;
}

/** Opens a converter between two rates. */
export type OpenConverter = (fromRate: number, toRate: number) => RateConverter | Promise<RateConverter>;

/** Longest block in samples that the speex peer has memory for. */
const SPEEX_BLOCK = 16_384;

export const ours: OpenConverter = (fromRate, toRate) => {
  const resampler = createResampler(fromRate, toRate);
  return { convert: (input, output) => resampler.process(input, output), reset: () => resampler.reset() };
};

/** What @elevenlabs/client loads where the browser cannot choose a rate ("fastest"), and one step better. */
function libsamplerateAt(quality: 'SRC_SINC_FASTEST' | 'SRC_SINC_MEDIUM_QUALITY'): OpenConverter {
  return async (fromRate, toRate) => {
    const { [quality]: converterType } = libsamplerate.ConverterType;
    const source = await libsamplerate.create(1, fromRate, toRate, { converterType });
    const written = { frames: 0 };
    return {
      convert(input, output) {
        source.full(input, output, written);
        return written.frames;
      },
      // A change of the converter is the one reset that the package offers.
      reset() {
        source.converterType = converterType;
      },
    };
  };
}

function speexAt(quality: number): OpenConverter {
  return async (fromRate, toRate) => {
    const speex = await loadSpeex();
    const input = speex._malloc(4 * SPEEX_BLOCK);
    const capacity = Math.ceil((SPEEX_BLOCK * toRate) / fromRate) + 64;
    const output = speex._malloc(4 * capacity);
    const inputLength = speex._malloc(4);
    const outputLength = speex._malloc(4);
    const state = speex._speex_resampler_init(1, fromRate, toRate, quality, inputLength);
    return {
      convert(block, target) {
        speex.HEAPF32.set(block, input >> 2);
        speex.HEAPU32[inputLength >> 2] = block.length;
        speex.HEAPU32[outputLength >> 2] = capacity;
        speex._speex_resampler_process_float(state, 0, input, inputLength, output, outputLength);
        const count = speex.HEAPU32[outputLength >> 2] ?? 0;
        target.set(speex.HEAPF32.subarray(output >> 2, (output >> 2) + count));
        return count;
      },
      reset: () => void speex._speex_resampler_reset_mem(state),
    };
  };
}

/** Converters that keep their state between blocks. */
export const streamingPeers: Readonly<Record<string, OpenConverter>> = {
  'lsr-fastest': libsamplerateAt('SRC_SINC_FASTEST'),
  'lsr-medium': libsamplerateAt('SRC_SINC_MEDIUM_QUALITY'),
  'speex-q5': speexAt(5),
  'speex-q7': speexAt(7),
};

/** Keeps none: it wants all of the sound at once, or aliases at every seam. */
export const waveResamplerWhole: OpenConverter = (fromRate, toRate) => ({
  convert(input, output) {
    const converted = waveResampler.resample(input, fromRate, toRate, { method: 'sinc', LPFType: 'IIR' });
    output.set(converted);
    return converted.length;
  },
  reset() {},
});
