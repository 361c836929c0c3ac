import path from 'node:path';

const SUFFIX = '.worklet.ts?worklet';

/**
 * What `import source, { url } from './x.worklet.ts?worklet'` becomes. `source` is the compiled script; `url` an address
 * that serves the same script from where this module came from, or `undefined` where there is none.
 */
export function workletModule(sourceExpression: string, urlExpression: string): string {
  return `export default ${sourceExpression};\nexport const url = ${urlExpression};\n`;
}

/** The file behind a `?worklet` import, or `undefined` for any other import. */
export function workletFileOf(id: string): string | undefined {
  return id.endsWith(SUFFIX) ? id.slice(0, -'?worklet'.length) : undefined;
}

/** The absolute id of a `?worklet` import. */
export function resolveWorklet(source: string, importer: string | undefined): string | undefined {
  return importer && source.endsWith(SUFFIX) ? path.resolve(path.dirname(importer), source) : undefined;
}
