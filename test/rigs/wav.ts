/** A mono 16-bit WAV file of `samples` (-1 to 1). */
export function encodeWav(samples: Float32Array, sampleRate: number): Buffer {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(sampleRate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, index) => file.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32767), 44 + index * 2));
  return file;
}

/** One second of a 440 Hz tone at -12 dBFS, then one of silence: what the fake microphone of the browser tests hears, in a loop. */
export function toneThenSilence(sampleRate = 48_000): Float32Array {
  return Float32Array.from({ length: sampleRate * 2 }, (_, index) =>
    index < sampleRate ? 0.25 * Math.sin((2 * Math.PI * 440 * index) / sampleRate) : 0,
  );
}
