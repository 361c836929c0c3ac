import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { measureConverter } from '../test/rigs/converter-quality.js';
import { measureEngine } from './engine-size.js';
import type { GroupRun } from './group.js';
import { ours, type OpenConverter, type RateConverter, streamingPeers, waveResamplerWhole } from './peers/rate-converters.js';
import { interleave, median, ratio } from './rounds.js';

/** Microphone to the provider and the provider to the speaker. */
const CONVERSIONS = [
  { fromRate: 48_000, toRate: 24_000, maxDelayMs: 1.2 },
  { fromRate: 44_100, toRate: 24_000, maxDelayMs: 1.2 },
  { fromRate: 48_000, toRate: 16_000, maxDelayMs: 1.8 },
  { fromRate: 24_000, toRate: 48_000, maxDelayMs: 1.2 },
  { fromRate: 16_000, toRate: 48_000, maxDelayMs: 1.8 },
] as const;

/** A render quantum of the Web Audio API. */
const QUANTUM = 128;
const ROUNDS = 25;
/** How long one turn of a contestant lasts, so that the clock's grain and a late compilation weigh little. */
const TURN_MS = 20;

type Conversion = (typeof CONVERSIONS)[number];

async function openAll(
  openers: Readonly<Record<string, OpenConverter>>,
  conversion: Conversion,
): Promise<Record<string, RateConverter>> {
  const opened = Object.entries(openers).map(
    async ([name, open]) => [name, await open(conversion.fromRate, conversion.toRate)] as const,
  );
  return Object.fromEntries(await Promise.all(opened));
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

/** How many times faster than it sounds; in blocks of `blockFrames`. */
function measureSpeed({ convert }: RateConverter, { fromRate, toRate }: Conversion, blockFrames = QUANTUM): number {
  const input = Float32Array.from({ length: blockFrames }, (_, i) => 0.5 * Math.sin(i * i));
  const output = new Float32Array(Math.ceil((blockFrames * toRate) / fromRate) + 64);
  const blocksAtOnce = Math.max(1, Math.round(fromRate / 10 / blockFrames));
  const started = performance.now();
  let blocks = 0;
  let elapsed = 0;
  while (elapsed < TURN_MS) {
    for (let block = 0; block < blocksAtOnce; block += 1) convert(input, output);
    blocks += blocksAtOnce;
    elapsed = performance.now() - started;
  }
  return ((blocks * blockFrames) / fromRate) * (1000 / elapsed);
}

async function measureQuality({ print }: GroupRun, conversion: Conversion, prefix: string): Promise<void> {
  const { fromRate, toRate, maxDelayMs } = conversion;
  const measure = (converter: RateConverter, blockFrames = QUANTUM): ReturnType<typeof measureConverter> =>
    measureConverter(
      () => {
        converter.reset();
        return converter.convert;
      },
      fromRate,
      toRate,
      { blockFrames },
    );
  const us = measure(await ours(fromRate, toRate));
  const streaming = mapValues(await openAll(streamingPeers, conversion), (converter) => measure(converter));
  // It stretches time a little to make both ends meet, so that nothing but its gain can be told from a short tone.
  const whole = { 'wave-resampler-whole': measure(await waveResamplerWhole(fromRate, toRate), Infinity) };

  print({
    figure: `${prefix}.alias`,
    value: us.aliasDb,
    unit: 'dB',
    target: -100,
    better: 'lower',
    beside: mapValues(streaming, (peer) => peer.aliasDb),
  });
  print({
    figure: `${prefix}.ripple`,
    value: us.rippleDb,
    unit: 'dB',
    target: 0.01,
    better: 'lower',
    beside: mapValues({ ...streaming, ...whole }, (peer) => peer.rippleDb),
  });
  print({
    figure: `${prefix}.thdn-997-hz`,
    value: us.thdnDb,
    unit: 'dB',
    better: 'lower',
    beside: mapValues(streaming, (peer) => peer.thdnDb),
  });
  print({
    figure: `${prefix}.delay`,
    value: us.delayMs,
    unit: 'ms',
    target: maxDelayMs,
    better: 'lower',
    beside: mapValues(streaming, (peer) => peer.delayMs),
  });
}

async function compareSpeed({ print }: GroupRun, conversion: Conversion, prefix: string): Promise<void> {
  const { fromRate, toRate } = conversion;
  const converters = await openAll({ ours, ...streamingPeers }, conversion);
  const whole = await waveResamplerWhole(fromRate, toRate);
  const speeds = await interleave<string>(ROUNDS, {
    ...mapValues(converters, (converter) => () => measureSpeed(converter, conversion)),
    'wave-resampler-whole': () => measureSpeed(whole, conversion, fromRate),
  });
  const { ours: us = [], ...peers } = speeds;
  print({
    figure: `${prefix}.speed`,
    value: median(us),
    unit: 'x real time',
    better: 'higher',
    rounds: ROUNDS,
    beside: mapValues(peers, median),
  });
  print({
    figure: `${prefix}.speed-against-lsr-fastest`,
    value: ratio(us, peers['lsr-fastest'] ?? []),
    unit: 'x',
    target: 3,
    better: 'higher',
    rounds: ROUNDS,
    beside: mapValues(peers, (peer) => ratio(peer, peers['lsr-fastest'] ?? [])),
  });
  const quantumUs = (1e6 * QUANTUM) / fromRate;
  print({ figure: `${prefix}.render-quantum`, value: quantumUs / median(us), unit: 'us', better: 'lower', rounds: ROUNDS });
}

async function gzipped(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    external: ['module', 'fs', 'path', 'url'],
    loader: { '.wasm': 'binary' },
    legalComments: 'none',
    logLevel: 'error',
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
}

/** What the first conversation of a page constructs. */
const FIRST = [
  [48_000, 24_000],
  [44_100, 24_000],
] as const;
const COLD_STARTS = 7;

/** In an engine that has compiled nothing yet. */
function timeColdStart(fromRate: number, toRate: number): number {
  const script = `import { createResampler } from './src/audio/dsp/resampler.ts';
    const before = process.cpuUsage();
    createResampler(${fromRate}, ${toRate});
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);`;
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  return Number(stdout);
}

/** Quality does not depend on the machine's load, speed and size stand on their own. */
export async function measureResampler(run: GroupRun): Promise<void> {
  run.print({
    figure: 'audio.resampler.gzip',
    value: await gzipped("export * from './src/audio/dsp/resampler.js'"),
    unit: 'B',
    target: 2000,
    better: 'lower',
    beside: {
      'lsr-js': await gzipped("export * from '@alexanderolsen/libsamplerate-js'"),
      'speex-wasm': await gzipped(
        "export { default } from '@echogarden/speex-resampler-wasm'; export { default as code } from './node_modules/@echogarden/speex-resampler-wasm/wasm/speex-resampler-nonsimd.wasm'",
      ),
      'wave-resampler': await gzipped("export * from 'wave-resampler'"),
    },
  });
  run.print({
    figure: 'audio.engine.gzip',
    value: await measureEngine(),
    unit: 'B',
    target: 8000,
    better: 'lower',
  });
  for (const [fromRate, toRate] of FIRST) {
    const times = Array.from({ length: COLD_STARTS }, () => timeColdStart(fromRate, toRate));
    run.print({
      figure: `audio.resampler-${fromRate}-${toRate}.first-construction`,
      value: median(times),
      unit: 'ms of processor',
      better: 'lower',
      rounds: COLD_STARTS,
    });
  }
  for (const conversion of CONVERSIONS) {
    const prefix = `audio.resampler-${conversion.fromRate}-${conversion.toRate}`;
    run.progress(`${conversion.fromRate} to ${conversion.toRate} Hz`);
    await measureQuality(run, conversion, prefix);
    await compareSpeed(run, conversion, prefix);
  }
}
