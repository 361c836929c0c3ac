export interface WavAudio {
  readonly sampleRate: number;
  readonly samples: Int16Array;
}

const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

/** Reads a mono PCM16 WAV file. Throws a `RangeError` for any other file. */
export function parseWav(bytes: Uint8Array<ArrayBuffer>): WavAudio {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  let sampleRate = 0;
  for (let at = HEADER_BYTES; at + CHUNK_HEADER_BYTES <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const start = at + CHUNK_HEADER_BYTES;
    if (name(at) === 'fmt ') {
      if (view.getUint16(start, true) !== 1 || view.getUint16(start + 2, true) !== 1 || view.getUint16(start + 14, true) !== 16) {
        throw new RangeError('Only mono PCM16 WAV files are supported');
      }
      sampleRate = view.getUint32(start + 4, true);
    }
    if (name(at) === 'data') {
      const end = Math.min(start + size, bytes.length);
      return { sampleRate, samples: new Int16Array(bytes.slice(start, end - ((end - start) % 2)).buffer) };
    }
    at = start + size + (size % 2);
  }
  throw new RangeError('The WAV file has no data');
}
