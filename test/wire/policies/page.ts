import { startLineWorker } from '../../../src/wire/start-line-worker.js';

declare global {
  interface Window {
    /** Whether this page may have a Worker for its lines. */
    workerProbe: Promise<boolean>;
  }
}

async function probe(): Promise<boolean> {
  const worker = await startLineWorker(new AbortController().signal);
  worker?.terminate();
  return worker !== undefined;
}

window.workerProbe = probe();
