/** Node has it, but only the DOM library of TypeScript describes it; this is the part that the local agent uses. */
declare namespace WebAssembly {
  interface Module {}
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  const Memory: abstract new () => Memory;
  const Instance: new (module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>) => Instance;
  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>;
}
