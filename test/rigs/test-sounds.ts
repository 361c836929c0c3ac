const SAMPLE_RATE = 24_000;

/** A 200 Hz tone and then nothing, samples of ±1 at 24 kHz. */
export function loudThenSilent(loudMs: number, silentMs: number): Float32Array {
  const loud = Math.round((loudMs / 1000) * SAMPLE_RATE);
  const length = loud + Math.round((silentMs / 1000) * SAMPLE_RATE);
  return Float32Array.from({ length }, (_, n) => (n < loud ? 0.5 * Math.sin((2 * Math.PI * 200 * n) / SAMPLE_RATE) : 0));
}
