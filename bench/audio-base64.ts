import { decodeBase64, encodeBase64 } from '../src/lib/base64.js';
import type { GroupRun } from './group.js';
import { interleave, median } from './rounds.js';

/** Chunks of 24 kHz PCM16. */
const CHUNK_MS = [20, 100];
const ROUNDS = 15;
const TURN_MS = 10;

/** What voice projects write by hand, in the order of how often one meets it. */
const encoders: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  ours: encodeBase64,
  'btoa-spread': (bytes) => btoa(String.fromCharCode(...bytes)),
  'btoa-loop': (bytes) => {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  },
  'btoa-apply': (bytes) => btoa(String.fromCharCode.apply(null, bytes as unknown as number[])),
};

const decoders: Readonly<Record<string, (text: string) => Uint8Array>> = {
  ours: decodeBase64,
  'atob-from': (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)),
  'atob-loop': (text) => {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
    return bytes;
  },
};

/** Microseconds for one call. */
function measureCall<T>(call: (value: T) => unknown, value: T): number {
  const started = performance.now();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < TURN_MS) {
    for (let i = 0; i < 10; i += 1) call(value);
    calls += 10;
    elapsed = performance.now() - started;
  }
  return (elapsed * 1000) / calls;
}

async function compare<T>(
  { print }: GroupRun,
  figure: string,
  calls: Readonly<Record<string, (value: T) => unknown>>,
  value: T,
): Promise<void> {
  const contestants = Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, () => measureCall(call, value)]));
  const { ours = [], ...others } = await interleave(ROUNDS, contestants);
  const beside = Object.fromEntries(Object.entries(others).map(([name, times]) => [name, median(times)]));
  print({ figure, value: median(ours), unit: 'us', better: 'lower', rounds: ROUNDS, beside });
}

/** Both directions of what every chunk of sound goes through in a provider's JSON. */
export async function measureBase64(run: GroupRun): Promise<void> {
  for (const chunkMs of CHUNK_MS) {
    const bytes = Uint8Array.from({ length: chunkMs * 48 }, (_, i) => Math.imul(i, 2_654_435_761) >>> 24);
    run.progress(`Base64 of ${chunkMs} ms`);
    await compare(run, `audio.base64-encode-${chunkMs}-ms.median`, encoders, bytes);
    await compare(run, `audio.base64-decode-${chunkMs}-ms.median`, decoders, encodeBase64(bytes));
  }
}
