import type { Plugin } from 'vite';
import { compileWorklet } from './compile-worklet.js';
import { resolveWorklet, WORKLET_ID, workletFileOf, workletModule } from './worklet-module.js';

/**
 * The address this file came from. A module script cannot ask `document.currentScript`, a classic script cannot ask
 * `import.meta`, and this file is both: the first address in a stack trace is the file that runs. WebKit leaves the query out
 * of it, so the script element, if there is one, has the last word.
 */
const OWN_URL = `(()=>{
const script=document.currentScript?.src;
if(script)return script;
const running=/(?:https?|file):[^\\s()]+?(?=:\\d+:\\d+)/.exec(Error().stack)?.[0];
return [...document.scripts].find(({src})=>running&&src.startsWith(running))?.src??running})()`;

/** Names that only the wrapper below defines: the bundler leaves what it finds undefined alone. */
const URL_NAME = '__voiceAgentUrl';
const workletName = (index: number): string => `__voiceAgentWorklet${index}`;

interface Source {
  readonly isWorker: boolean;
  readonly code: string;
}

/** Runs `page` in a page, and in an AudioWorkletGlobalScope or a Worker what is meant for it; each source stands in the file once. */
function wrap(page: string, sources: readonly Source[]): string {
  const functions = sources.map(({ code }, index) => `function ${workletName(index)}(){${code}}`);
  const callsOf = (worker: boolean): string =>
    sources.flatMap(({ isWorker }, index) => (isWorker === worker ? [`${workletName(index)}()`] : [])).join(';');
  return [
    '(()=>{',
    ...functions,
    `if(typeof registerProcessor=="function"){${callsOf(false)};return}`,
    `if(typeof WorkerGlobalScope=="function"){${callsOf(true)};return}`,
    `const ${URL_NAME}=${OWN_URL};`,
    page.trim(),
    '})();',
    '',
  ].join('\n');
}

/**
 * Makes the bundle its own worklet module: `audioWorklet.addModule(url)` with the bundle's own address registers the
 * processors and skips all that needs a page. This is the one way that works under `script-src 'self'` without a second file.
 */
export function scriptTagPlugin(): Plugin {
  const sources: Source[] = [];
  return {
    name: 'script-tag',
    enforce: 'pre',
    buildStart() {
      sources.length = 0;
    },
    resolveId: resolveWorklet,
    load: {
      filter: { id: WORKLET_ID },
      async handler(id) {
        const file = workletFileOf(id);
        const { code } = await compileWorklet(file);
        const index = sources.push({ isWorker: file.endsWith('.worker.ts'), code }) - 1;
        return workletModule(`\`(\${${workletName(index)}})()\``, URL_NAME);
      },
    },
    generateBundle(_options, bundle) {
      for (const part of Object.values(bundle)) {
        if (part.type === 'chunk') part.code = wrap(part.code, sources);
      }
    },
  };
}
