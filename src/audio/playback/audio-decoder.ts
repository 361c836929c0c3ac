import type { AudioFormat } from '../../spec/audio-format.js';
import { decodeAlaw, decodeMulaw } from '../dsp/g711.js';
import { floatToPcm16, pcm16ToFloat } from '../dsp/pcm16.js';
import { createResampler, type Resampler } from '../dsp/resampler.js';

/** Decodes each item's audio to samples at one rate, wherever the stream of its bytes is cut. */
export interface AudioDecoder {
  /** The rate of the decoded samples, Hertz: that of the first format. */
  readonly sampleRate: number;
  /** How items that begin from now on are encoded. */
  setFormat(format: AudioFormat): void;
  decode(itemId: string, bytes: ArrayBuffer): Int16Array;
  /** Forgets the item and returns its last samples. */
  finish(itemId: string): Int16Array;
  /** Forgets all items. */
  flush(): void;
  /** What {@link resumeDecoder} needs to continue in another context. */
  save(): SavedDecoder;
}

interface SavedItem {
  readonly format: AudioFormat;
  /** First half of a sample whose second half has not arrived. */
  readonly rest?: number | undefined;
}

export interface SavedDecoder {
  readonly sampleRate: number;
  readonly format: AudioFormat;
  readonly items: ReadonlyMap<string, SavedItem>;
}

interface DecodedItem {
  readonly format: AudioFormat;
  rest: number | undefined;
  /** Where the item's rate is not that of the first format. */
  readonly resampler: Resampler | undefined;
}

export function createAudioDecoder(format: AudioFormat): AudioDecoder {
  return resumeDecoder({ sampleRate: format.sampleRate, format, items: new Map() });
}

export function resumeDecoder({ sampleRate, format: first, items: saved }: SavedDecoder): AudioDecoder {
  let format = first;
  const items = new Map<string, DecodedItem>();
  const begin = (itemId: string, item: SavedItem): DecodedItem => {
    const rate = item.format.sampleRate;
    const resampler = rate === sampleRate ? undefined : createResampler(rate, sampleRate);
    const begun = { format: item.format, rest: item.rest, resampler };
    items.set(itemId, begun);
    return begun;
  };
  saved.forEach((item, itemId) => begin(itemId, item));

  return {
    sampleRate,
    setFormat(next) {
      format = next;
    },
    decode(itemId, bytes) {
      const item = items.get(itemId) ?? begin(itemId, { format });
      const samples = decodeBytes(item, bytes);
      return item.resampler ? resample(item.resampler, samples) : samples;
    },
    finish(itemId) {
      const { resampler, format: encoded } = items.get(itemId) ?? {};
      items.delete(itemId);
      if (!resampler || !encoded) return new Int16Array();
      // Silence drives the last samples out of the resampler.
      return resample(resampler, new Int16Array(Math.ceil((resampler.delayMs / 1000) * encoded.sampleRate)));
    },
    flush: () => items.clear(),
    save: () => ({
      sampleRate,
      format,
      items: new Map([...items].map(([itemId, item]) => [itemId, { format: item.format, rest: item.rest }])),
    }),
  };
}

function decodeBytes(item: DecodedItem, bytes: ArrayBuffer): Int16Array {
  const { encoding } = item.format;
  switch (encoding) {
    case 'pcm16':
      return decodePcm16(item, bytes);
    case 'mulaw':
    case 'alaw': {
      const samples = new Int16Array(bytes.byteLength);
      (encoding === 'mulaw' ? decodeMulaw : decodeAlaw)(new Uint8Array(bytes), samples);
      return samples;
    }
    default:
      return encoding satisfies never;
  }
}

/** Every platform that has an AudioWorklet is little-endian, as the wire is. */
function decodePcm16(item: DecodedItem, bytes: ArrayBuffer): Int16Array {
  let whole = new Uint8Array(bytes);
  if (item.rest !== undefined) {
    whole = new Uint8Array(bytes.byteLength + 1);
    whole[0] = item.rest;
    whole.set(new Uint8Array(bytes), 1);
  }
  item.rest = whole.length % 2 ? whole.at(-1) : undefined;
  return new Int16Array(whole.buffer, 0, whole.length >> 1);
}

function resample(resampler: Resampler, samples: Int16Array): Int16Array {
  const input = new Float32Array(samples.length);
  pcm16ToFloat(samples, samples.length, input);
  // The resampler may overwrite three samples beyond those that it reports.
  const output = new Float32Array(resampler.maxOutput(samples.length) + 3);
  const count = resampler.process(input, output);
  const resampled = new Int16Array(count);
  floatToPcm16(output, count, resampled);
  return resampled;
}
