import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';
import { findWorklets } from './find-worklets.js';
import { inItsScope, resolveWorklet, workletModule } from './worklet-module.js';

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

/** The file as a function, whose text is the source of all that runs beside a page. The bundler leaves the name alone. */
const FILE_NAME = '__voiceAgentFile';
/** Said where a scope beside a page has what it needs, and where the rest is for pages. */
const DONE = '__voiceAgentDone();';
const PAGE = '__voiceAgentPage();';

/** The module that knows the file’s address. */
const OWN = 'file?url';
/** What the bundler finds behind the file of a module: `FILE?kind`. */
const QUERY = /^(?<file>.+)\?(?<kind>whole|start|page|body|worklet|url)$/;

/** All that is in the file of `entry`: first what runs beside a page, then the entry without what it exports. */
async function wholeModule(entry: string): Promise<string> {
  const beside = await findWorklets(entry);
  return [...beside.map((file) => `${file}?start`), `${entry}?page`, entry]
    .map((file) => `import ${JSON.stringify(file)};\n`)
    .join('');
}

/** Runs a worklet or a Worker where it belongs, and nothing after it. */
function startModule(file: string): string {
  return `import run from ${JSON.stringify(`${file}?body`)};\n${inItsScope(file, `run();\n${DONE}`)}`;
}

/** Leaves a module's imports where they are and makes a function of the rest, which a page never calls. */
export function moduleAsFunction(code: string): string {
  const imports = /^(?:\s*\/\/.*\n|\s*import [^;]+;\n)*/.exec(code)?.[0] ?? '';
  return `${imports}export default () => {\n${code.slice(imports.length)}};\n`;
}

/** Processors that a worklet imports are made in pages too, where there is nothing to extend. */
function extendsWhatThereIs(code: string): string {
  return code.replace('extends AudioWorkletProcessor', 'extends (globalThis.AudioWorkletProcessor ?? Object)');
}

/** The file as one function, in which the scopes beside a page return before the page's part. */
function wrap(code: string): string {
  const [beside = '', ...page] = code.replaceAll(DONE, 'return;').split(PAGE);
  return `(function ${FILE_NAME}(){'use strict';\n${beside}\n(() => {${page.join('')}})();\n})();\n`;
}

/**
 * Makes the bundle its own worklet and Worker: `audioWorklet.addModule(url)` with the bundle's own address registers the
 * processors and skips all that needs a page. This is the one way that works under `script-src 'self'` without a second file.
 * What more than one of them needs is in the file once.
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
        return `import own from '${OWN}';\n${workletModule(`\`(\${${FILE_NAME}})()\``, 'own')}`;
      },
    },
    transform: { filter: { id: /\.worklet\.ts$/ }, handler: (code) => ({ code: extendsWhatThereIs(code), map: null }) },
    renderChunk: (code) => ({ code: wrap(code), map: null }),
  };
}
