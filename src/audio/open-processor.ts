import { after } from '../lib/timer.js';
import { onAbort } from '../lib/on-abort.js';

/** Ends a processor; resolves when that is confirmed. */
type End = () => Promise<void>;

/** The processors whose end has not been confirmed, by context. */
const running = new WeakMap<BaseAudioContext, Set<End>>();

/** A processor's reply to `detach`: it ends, and its state continues in another context. */
interface DetachReply {
  readonly type: 'detached';
}

export interface Processor<Detached extends DetachReply> {
  readonly node: AudioWorkletNode;
  /** Ends the processor and resolves to its state. */
  detach(): Promise<Detached>;
  /** Aborts when the processor has ended: until then the nodes connected to it must stay. */
  readonly ended: AbortSignal;
}

/** A context that is starting confirms a little later, a suspended one never. */
const CLOSE_TIMEOUT_MS = 2_000;

/** A running context confirms within one render quantum, or as soon as an overloaded machine gets to it. */
const RUNNING_CLOSE_TIMEOUT_MS = 20_000;

/** The audio thread removes a processor from its graph a few quanta after it has ended. */
const GRACE_MS = 100;

/**
 * Runs a processor in `context` until `signal` aborts. The processor is sent `close`, replies `closed` when its `process()`
 * returns `false`, and only then its node is disconnected: WebKitGTK crashes when a context closes over a live processor.
 */
export function openProcessor<Detached extends DetachReply>(
  context: BaseAudioContext,
  name: string,
  options: AudioWorkletNodeOptions,
  signal: AbortSignal,
): Processor<Detached> {
  // Nothing can be added to a context that is closing.
  signal.throwIfAborted();
  const node = new AudioWorkletNode(context, name, options);
  const over = new AbortController();
  let resolveDetached = (_reply: Detached): void => undefined;
  let isClosing = false;
  const ended = new Promise<void>((resolve) => onAbort(over.signal, resolve));

  const end: End = () => {
    if (!isClosing) {
      node.port.postMessage({ type: 'close' });
      after(context.state === 'running' ? RUNNING_CLOSE_TIMEOUT_MS : CLOSE_TIMEOUT_MS, () => over.abort(), over.signal);
    }
    isClosing = true;
    return ended;
  };
  node.port.addEventListener(
    'message',
    ({ data }: MessageEvent<Detached | { readonly type: 'closed' }>) => {
      if (data.type === 'closed') over.abort();
      else if (data.type === 'detached') {
        void end();
        resolveDetached(data);
      }
    },
    { signal: over.signal },
  );
  node.addEventListener('processorerror', () => over.abort(), { signal: over.signal });
  node.port.start();

  const ends = running.get(context) ?? new Set();
  running.set(context, ends.add(end));
  onAbort(over.signal, () => {
    ends.delete(end);
    node.port.close();
    node.disconnect();
  });
  onAbort(signal, () => void end());
  const detach = (): Promise<Detached> =>
    new Promise((resolve) => {
      resolveDetached = resolve;
      node.port.postMessage({ type: 'detach' });
    });
  return { node, detach, ended: over.signal };
}

/** Ends the processors of `context`, waits for them, and closes the context. */
export async function closeContext(context: AudioContext): Promise<void> {
  const ends = [...(running.get(context) ?? [])];
  await Promise.all(ends.map((end) => end()));
  if (ends.length > 0) await new Promise<void>((resolve) => after(GRACE_MS, resolve, new AbortController().signal));
  if (context.state !== 'closed') await context.close();
}
