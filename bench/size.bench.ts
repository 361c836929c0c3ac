import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { bundleScriptTag } from '../tooling/build/script-tag.js';
import { compileWorklet } from '../tooling/worklets/compile-worklet.js';
import type { Group } from './group.js';

/** What other people's users load before their first word, minified as ours is. */
const PEERS = { elevenlabs: '@elevenlabs/client', 'openai-realtime-api': 'openai-realtime-api', wavtools: 'wavtools' };

function gzipped(code: string): number {
  return gzipSync(code, { level: 9 }).length;
}

async function bundlePeer(name: string): Promise<string> {
  const result = await build({
    stdin: { contents: `export * from '${name}'`, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    legalComments: 'none',
    logLevel: 'error',
  });
  return result.outputFiles[0]?.text ?? '';
}

async function gzippedPeers(): Promise<Record<string, number>> {
  const sizes = Object.entries(PEERS).map(async ([peer, name]) => [peer, gzipped(await bundlePeer(name))] as const);
  return Object.fromEntries(await Promise.all(sizes));
}

const size: Group = {
  minutes: 0.1,
  async run({ print }) {
    const scriptTag = await bundleScriptTag();
    const { code: worklet } = await compileWorklet('src/audio/audio.worklet.ts');
    print({
      figure: 'size.script-tag.gzip',
      value: gzipped(scriptTag),
      unit: 'B',
      better: 'lower',
      target: 40_000,
      beside: await gzippedPeers(),
    });
    print({ figure: 'size.script-tag.minified', value: Buffer.byteLength(scriptTag), unit: 'B', better: 'lower' });
    print({ figure: 'size.worklet.gzip', value: gzipped(worklet), unit: 'B', better: 'lower' });
  },
};

export default size;
