import { env, InferenceSession } from 'onnxruntime-web';
import { readModelFile, type ModelFile } from './model-files.js';

// One thread: on two cores a second one made recognition slower, and each engine has a worker of its own anyway.
env.wasm.numThreads = 1;
env.logLevel = 'error';

export async function openModel(file: ModelFile): Promise<InferenceSession> {
  return InferenceSession.create(await readModelFile(file), {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'extended',
  });
}
