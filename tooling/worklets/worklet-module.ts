/**
 * What `import source, { url } from './x.worklet.ts?worklet'` becomes. `source` is the compiled script; `url` an address
 * that serves the same script from where this module came from, or `undefined` where there is none.
 */
export function workletModule(sourceExpression: string, urlExpression: string): string {
  return `export default ${sourceExpression};\nexport const url = ${urlExpression};\n`;
}

/** The file behind a `?worklet` import, or `undefined` for any other import. */
export function workletFileOf(id: string): string | undefined {
  return id.endsWith('.worklet.ts?worklet') ? id.slice(0, -'?worklet'.length) : undefined;
}
