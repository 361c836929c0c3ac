import path from 'node:path';
import ts from 'typescript';
import { packagePaths } from './package-paths.js';

/** Where the snippet pretends to stand: types resolve as they do for a file of this folder. */
const PLACE = path.resolve('test/rigs/readme/snippet.ts');

/** What the compiler has to say about a snippet of a page that uses this package; empty when nothing. */
export async function checkTypes(code: string): Promise<string[]> {
  const read = ts.getParsedCommandLineOfConfigFile(
    'tsconfig.json',
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  if (!read) throw new Error('tsconfig.json cannot be read');
  const paths = Object.fromEntries(Object.entries(await packagePaths()).map(([name, file]) => [name, [path.resolve(file)]]));
  const options: ts.CompilerOptions = {
    ...read.options,
    paths,
    allowImportingTsExtensions: true,
    noUnusedLocals: false,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => file === PLACE || fileExists(file);
  host.readFile = (file) => (file === PLACE ? code : readFile(file));
  host.getSourceFile = (file, language) =>
    file === PLACE ? ts.createSourceFile(file, code, language) : getSourceFile(file, language);
  const program = ts.createProgram([PLACE, ...read.fileNames.filter((file) => file.endsWith('.d.ts'))], options, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(PLACE))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
