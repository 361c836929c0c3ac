import { env, InferenceSession } from 'onnxruntime-web';
import { readModelFile, type ModelFile } from './model-files.js';

// On two cores a second thread makes recognition slower, and each engine already has its own worker.
env.wasm.numThreads = 1;
env.logLevel = 'error';

export async function openModel(file: ModelFile): Promise<InferenceSession> {
  return InferenceSession.create(await readModelFile(file), {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'extended',
  });
}
