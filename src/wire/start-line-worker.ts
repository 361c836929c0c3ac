import { own } from '../lib/own.js';
import { within } from '../lib/patience.js';
import source, { url } from './line.worker.ts?worklet';
import type { LineWorkerNews } from './line-worker.messages.js';

/** A Worker runs within some 50 ms and meanwhile the ticket is on its way; a busy machine takes longer, a lost script forever. */
const PATIENCE_MS = 5000;

/**
 * Starts the Worker that lines may have, from where policies allow one: the address of this very script, a blob.
 * `undefined` where neither is allowed or there are no Workers at all; the line then stays on the page's own thread.
 */
export async function startLineWorker(signal: AbortSignal): Promise<Worker | undefined> {
  const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    for (const address of [url, blob]) {
      const worker = address && (await start(address, signal).catch(() => undefined));
      if (worker) return worker;
      signal.throwIfAborted();
    }
    return undefined;
  } finally {
    URL.revokeObjectURL(blob);
  }
}

async function start(address: string, signal: AbortSignal): Promise<Worker> {
  // Throws where the address is another origin's, and where only Trusted Types may stand.
  const worker = new Worker(address);
  try {
    await within(PATIENCE_MS, new Error('no answer'), signal, (asking) => {
      return new Promise<void>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<LineWorkerNews>) => data.type === 'ready' && resolve();
        worker.onerror = reject;
        own(asking, () => (worker.onmessage = worker.onerror = null));
      });
    });
    return worker;
  } catch (thrown) {
    worker.terminate();
    throw thrown;
  }
}
