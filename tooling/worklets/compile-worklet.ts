import { build } from 'esbuild';

/** Bundles and minifies a worklet or Worker into the text of one script. */
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
  // For instance an import that `sideEffects` of package.json does not list: the bundle would omit it.
  if (result.warnings.length > 0) throw new Error(`${file}: ${result.warnings.map(({ text }) => text).join('; ')}`);
  const output = result.outputFiles[0];
  if (!output) throw new Error(`esbuild wrote no output for ${file}`);
  return { code: output.text, inputs: Object.keys(result.metafile.inputs) };
}
