/** An AudioWorklet module or a Worker's compiled to the text of one script; see `tooling/worklets`. */
declare module '*.worklet.ts?worklet' {
  const source: string;
  export default source;
  /** Where the same script can be fetched: the bundle's own address, or a file beside it. `undefined` where neither exists. */
  export const url: string | undefined;
}

declare module '*.worker.ts?worklet' {
  const source: string;
  export default source;
  export const url: string | undefined;
}
