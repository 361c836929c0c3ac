import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { WORKLET_ID } from '../tooling/worklets/worklet-module.js';

/** What a page needs to listen and to speak, on both of its threads; what runs on the audio thread first, as in the file. */
const ENGINE = `
  import './src/audio/audio.worklet.js';
  import { createSpeakerContext } from './src/audio/devices/create-speaker-context.js';
  import { openMicrophone } from './src/audio/capture/open-microphone.js';
  import { openSpeaker } from './src/audio/playback/open-speaker.js';
  Object.assign(globalThis, { engine: [createSpeakerContext, openMicrophone, openSpeaker] });`;

/** The text of the file itself is its worklet's source; the words of failures are those of all rooms. */
const standIns: Plugin = {
  name: 'stand-ins',
  setup({ onResolve, onLoad }) {
    const namespace = 'stand-in';
    onResolve({ filter: WORKLET_ID }, () => ({ path: 'worklet', namespace }));
    onResolve({ filter: /\/agent-error\.js$/ }, () => ({ path: 'agent-error', namespace }));
    onLoad({ filter: /^worklet$/, namespace }, () => ({
      contents: 'export const { url, source } = globalThis; export default source;',
    }));
    onLoad({ filter: /^agent-error$/, namespace }, () => ({
      contents: 'export const { AgentError, toAgentError } = globalThis;',
    }));
  },
};

/** Bytes of the engine, bundled and minified as the worklets are. */
export async function measureEngine(): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: ENGINE, resolveDir: process.cwd() },
    plugins: [standIns],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    platform: 'browser',
    legalComments: 'none',
    logLevel: 'error',
  });
  return gzipSync(outputFiles[0]?.text ?? '', { level: 9 }).length;
}
