import path from 'node:path';
import ts from 'typescript';

/** What pages import: whatever its types reach keeps its name. */
export const PUBLIC = path.resolve('src/index.ts');
/** What runs beside a page. */
const BESIDE = ['src/audio/audio.worklet.ts', 'src/transport/transport.worker.ts'].map((file) => path.resolve(file));
/** Not in the program by itself: its library is not the page's. */
const WORKLET_LIBRARY = path.resolve('node_modules/@types/audioworklet/index.d.ts');
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  experimentalDecorators: true,
};

/** All that the script of `entry` is made of, as the compiler understands it: once, when somebody asks. */
export function programOf(entry: string): () => ts.Program {
  let program: ts.Program | undefined;
  return () => (program ??= ts.createProgram([PUBLIC, path.resolve(entry), ...BESIDE, WORKLET_LIBRARY], OPTIONS));
}
