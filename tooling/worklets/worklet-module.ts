import path from 'node:path';

export const WORKLET_ID = /\.(worklet|worker)\.ts\?worklet$/;

/**
 * What `import source, { url } from './x.worklet.ts?worklet'` becomes. `source` is a script that runs it; `url` an address
 * that serves the same script from where this module came from, or `undefined` where there is none.
 */
export function workletModule(sourceExpression: string, urlExpression: string): string {
  return `export default ${sourceExpression};\nexport const url = ${urlExpression};\n`;
}

/** The file behind an id that {@link WORKLET_ID} fits. */
export function workletFileOf(id: string): string {
  return id.slice(0, -'?worklet'.length);
}

/** Runs `code` only in the kind of scope that the worklet or Worker `file` is for. */
export function inItsScope(file: string, code: string): string {
  const scope = file.endsWith('.worker.ts') ? 'WorkerGlobalScope' : 'registerProcessor';
  return `if (typeof ${scope} === 'function') {\n${code}\n}\n`;
}

/** The absolute id of a `?worklet` import. */
export function resolveWorklet(source: string, importer: string | undefined): string | undefined {
  return importer && WORKLET_ID.test(source) ? path.resolve(path.dirname(importer), source) : undefined;
}
