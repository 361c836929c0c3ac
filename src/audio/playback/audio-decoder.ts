import type { AudioFormat } from '../../spec/audio-format.js';
import { decodeMulaw } from '../dsp/g711.js';

/** Samples of what came over the wire. Every platform that has an AudioWorklet is little-endian, as the wire is. */
export function decodeSound({ encoding }: AudioFormat, bytes: ArrayBuffer): Int16Array {
  switch (encoding) {
    case 'pcm16':
      return new Int16Array(bytes, 0, bytes.byteLength >> 1);
    case 'mulaw': {
      const samples = new Int16Array(bytes.byteLength);
      decodeMulaw(new Uint8Array(bytes), samples);
      return samples;
    }
    default:
      return encoding satisfies never;
  }
}
