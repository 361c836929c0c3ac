import { createChild } from '../lib/child-signal.js';
import { onAbort } from '../lib/on-abort.js';
import { withTimeout } from '../lib/with-timeout.js';
import type { TakeWorker } from '../spec/take-worker.js';
import type { WorkletLocation } from '../spec/worklet-location.js';
import source, { url } from './transport.worker.ts?worklet';

/** How long a line waits for its Worker, once all else is there. One that is not refused runs within some 50 ms. */
const TIMEOUT_MS = 250;

/**
 * Starts the Worker that a line may have, from where policies allow one: the address of this very script, the address the
 * page named, a blob. Call it while something else is waited for. The line that takes it ends it; until then it ends with
 * `signal`.
 */
export function startTransportWorker({ workletUrl }: WorkletLocation, signal: AbortSignal, timeoutMs = TIMEOUT_MS): TakeWorker {
  const waiting = createChild(signal);
  const started = start(workletUrl, waiting.signal);
  let taken = false;
  onAbort(waiting.signal, () => void started.then((worker) => taken || worker?.terminate()));
  return async () => {
    const worker = await withTimeout(timeoutMs, new Error(), waiting.signal, () => started).catch(() => undefined);
    taken = worker !== undefined;
    if (!taken) waiting.abort();
    return worker;
  };
}

async function start(workletUrl: string | undefined, signal: AbortSignal): Promise<Worker | undefined> {
  const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    // Where scripts must be of a trusted type, an attribute of the page is no more trusted than before.
    for (const address of [url && trust(url), workletUrl, trust(blob)]) {
      const worker = address && create(address);
      if (!worker) continue;
      if (await answers(worker, signal)) return worker;
      worker.terminate();
      if (signal.aborted) break;
    }
    return undefined;
  } finally {
    URL.revokeObjectURL(blob);
  }
}

/** As much of Trusted Types as an address needs. */
interface AddressPolicy {
  createScriptURL(address: string): string;
}
declare const trustedTypes: { createPolicy(name: string, rules: AddressPolicy): AddressPolicy } | undefined;

/** Ours, once; a page that requires Trusted Types names it in its policy, or has no Worker. */
let policy: AddressPolicy | undefined;

function trust(address: string): string {
  if (policy === undefined) {
    policy = { createScriptURL: (same) => same };
    try {
      if (typeof trustedTypes === 'object') policy = trustedTypes.createPolicy('voice-agent', policy);
    } catch {
      // The string will do where the page names its policies and yet takes strings.
    }
  }
  return policy.createScriptURL(address);
}

/** `undefined` where the address is another origin's, and where only Trusted Types may stand and ours may not be made. */
function create(address: string): Worker | undefined {
  try {
    return new Worker(address);
  } catch {
    return undefined;
  }
}

function answers(worker: Worker, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    worker.onmessage = () => resolve(true);
    worker.onerror = () => resolve(false);
    onAbort(signal, () => resolve(false));
  });
}
