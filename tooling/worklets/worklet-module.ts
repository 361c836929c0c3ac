import path from 'node:path';

export const WORKLET_ID = /\.(worklet|worker)\.ts\?worklet$/;

/**
 * The code of the module that `import source, { url } from './x.worklet.ts?worklet'` loads. `source` is the text of a script that
 * runs the worklet; `url` is the address of the same script, or `undefined` if it has none.
 */
export function workletModule(sourceExpression: string, urlExpression: string): string {
  return `export default ${sourceExpression};\nexport const url = ${urlExpression};\n`;
}

/** The file of an id that {@link WORKLET_ID} matches. */
export function workletFileOf(id: string): string {
  return id.slice(0, -'?worklet'.length);
}

/** Code that runs `code` only in the kind of scope that the worklet or Worker `file` is for. */
export function onlyInItsScope(file: string, code: string): string {
  const scope = file.endsWith('.worker.ts') ? 'WorkerGlobalScope' : 'registerProcessor';
  return `if (typeof ${scope} === 'function') {\n${code}\n}\n`;
}

/** The absolute id of a `?worklet` import. */
export function resolveWorklet(source: string, importer: string | undefined): string | undefined {
  return importer && WORKLET_ID.test(source) ? path.resolve(path.dirname(importer), source) : undefined;
}
