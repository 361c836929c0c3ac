import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';
import { findWorklets } from './find-worklets.js';
import { onlyInItsScope, resolveWorklet, workletModule } from './worklet-module.js';

/**
 * The address of this file, as an expression. A module script has no `document.currentScript`, a classic script has no
 * `import.meta`, and this file is both; the first address in a stack trace is that of the running file. WebKit leaves the query
 * out of it, so a script element whose address begins with it takes precedence.
 */
const OWN_URL = `(()=>{
const script=document.currentScript?.src;
if(script)return script;
const running=/(?:https?|file):[^\\s()]+?(?=:\\d+:\\d+)/.exec(Error().stack)?.[0];
return [...document.scripts].find(({src})=>running&&src.startsWith(running))?.src??running})()`;

/** The whole file is a function of this name; its text is the source of the worklet and the Worker. */
const FILE_FUNCTION = '__voiceAgentFile';
/** Markers in the bundle: a scope other than a page is done here; the page's part begins here. */
const DONE = '__voiceAgentDone();';
const PAGE = '__voiceAgentPage();';

/** The module of {@link OWN_URL}. */
const OWN = 'file?url';
/** The modules that this plugin makes of a file: `FILE?kind`. */
const QUERY = /^(?<file>.+)\?(?<kind>whole|start|page|body|worklet|url)$/;

/** The entry of the bundle: the worklets and Workers that `entry` uses, then `entry` without its exports. */
async function wholeModule(entry: string): Promise<string> {
  const worklets = await findWorklets(entry);
  return [...worklets.map((file) => `${file}?start`), `${entry}?page`, entry]
    .map((file) => `import ${JSON.stringify(file)};\n`)
    .join('');
}

/** Runs a worklet or a Worker in its own kind of scope, and nothing after it. */
function startModule(file: string): string {
  return `import run from ${JSON.stringify(`${file}?body`)};\n${onlyInItsScope(file, `run();\n${DONE}`)}`;
}

/** Turns all that follows a module's imports into a function. */
function moduleAsFunction(code: string): string {
  const imports = /^(?:\s*\/\/.*\n|\s*import [^;]+;\n)*/.exec(code)?.[0] ?? '';
  return `${imports}export default () => {\n${code.slice(imports.length)}};\n`;
}

/** Makes one function of the bundle, which returns before the page's part in other scopes. Pages have no processor to extend. */
function wrap(code: string): string {
  const [start = '', ...page] = code.replaceAll(DONE, 'return;').split(PAGE);
  return `(function ${FILE_FUNCTION}(){'use strict';
const AudioWorkletProcessor = globalThis.AudioWorkletProcessor ?? Object;
${start}
(() => {${page.join('')}})();
})();
`;
}

/**
 * Makes the bundle its own worklet and Worker: `audioWorklet.addModule(url)` with the bundle's own address registers the
 * processors and skips what needs a page. No other way works under `script-src 'self'` without a second file. The file
 * contains code that both sides use only once.
 */
export function scriptTagPlugin(): Plugin {
  return {
    name: 'script-tag',
    enforce: 'pre',
    resolveId: (source, importer) => resolveWorklet(source, importer) ?? (QUERY.test(source) ? path.resolve(source) : undefined),
    load: {
      filter: { id: QUERY },
      async handler(id) {
        const { file = '', kind } = QUERY.exec(id)?.groups ?? {};
        if (kind === 'whole') return wholeModule(file);
        if (kind === 'start') return startModule(file);
        if (kind === 'page') return PAGE;
        if (kind === 'body') return moduleAsFunction(await readFile(file, 'utf8'));
        if (kind === 'url') return `export default ${OWN_URL};`;
        return `import own from '${OWN}';\n${workletModule(`\`(\${${FILE_FUNCTION}})()\``, 'own')}`;
      },
    },
    renderChunk: (code) => ({ code: wrap(code), map: null }),
  };
}
