import { build } from 'esbuild';

/** One AudioWorklet module with all it imports, minified, as the text of a script without imports or exports. */
export async function compileWorklet(file: string): Promise<{ code: string; inputs: string[] }> {
  const result = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
    absWorkingDir: process.cwd(),
  });
  // For instance an import that `sideEffects` of package.json does not name: it would be left out.
  if (result.warnings.length > 0) throw new Error(`${file}: ${result.warnings.map(({ text }) => text).join('; ')}`);
  const output = result.outputFiles[0];
  if (!output) throw new Error(`esbuild made nothing of ${file}`);
  return { code: output.text, inputs: Object.keys(result.metafile.inputs) };
}
