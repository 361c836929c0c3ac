import { after } from '../lib/timer.js';
import { onAbort } from '../lib/on-abort.js';

/** Ends a processor; resolves when that is confirmed. */
type End = () => Promise<void>;

/** Of the processors whose end has not been confirmed, by context. */
const living = new WeakMap<BaseAudioContext, Set<End>>();

/** What a processor says when it leaves its context: it ends, and what it had goes on in another. */
interface Leaving {
  readonly type: 'left';
}

export interface Processor<Left extends Leaving> {
  readonly node: AudioWorkletNode;
  /** Makes it leave. */
  leave(): Promise<Left>;
  /** Aborts when the processor has said its last word: until then what hangs on the node must stay. */
  readonly ended: AbortSignal;
}

/** A context that starts answers a little later, a suspended one never. */
const LAST_WORD_MS = 2_000;

/** A running context answers within one render quantum, or as soon as a machine that is held up comes to it. */
const RUNNING_LAST_WORD_MS = 20_000;

/** The audio thread takes a processor out of its graph a few quanta after its last word. */
const GRACE_MS = 100;

/**
 * Puts a processor into `context` until `signal` aborts. It is told to `close`, says `closed` while it returns `false`
 * for good, and only then its node is taken out: WebKitGTK crashes when a context closes over a live processor.
 */
export function openProcessor<Left extends Leaving>(
  context: BaseAudioContext,
  name: string,
  options: AudioWorkletNodeOptions,
  signal: AbortSignal,
): Processor<Left> {
  // Nothing can be put into a context that closes.
  signal.throwIfAborted();
  const node = new AudioWorkletNode(context, name, options);
  const over = new AbortController();
  let left = (_left: Left): void => undefined;
  let told = false;
  const ended = new Promise<void>((resolve) => onAbort(over.signal, resolve));

  const end: End = () => {
    if (!told) {
      node.port.postMessage({ type: 'close' });
      after(context.state === 'running' ? RUNNING_LAST_WORD_MS : LAST_WORD_MS, () => over.abort(), over.signal);
    }
    told = true;
    return ended;
  };
  node.port.addEventListener(
    'message',
    ({ data }: MessageEvent<Left | { readonly type: 'closed' }>) => {
      if (data.type === 'closed') over.abort();
      else if (data.type === 'left') {
        void end();
        left(data);
      }
    },
    { signal: over.signal },
  );
  node.addEventListener('processorerror', () => over.abort(), { signal: over.signal });
  node.port.start();

  const ends = living.get(context) ?? new Set();
  living.set(context, ends.add(end));
  onAbort(over.signal, () => {
    ends.delete(end);
    node.port.close();
    node.disconnect();
  });
  onAbort(signal, () => void end());
  const leave = (): Promise<Left> =>
    new Promise((resolve) => {
      left = resolve;
      node.port.postMessage({ type: 'leave' });
    });
  return { node, leave, ended: over.signal };
}

/** Ends what still lives in `context`, waits for it, and closes the context. */
export async function closeContext(context: AudioContext): Promise<void> {
  const ends = [...(living.get(context) ?? [])];
  await Promise.all(ends.map((end) => end()));
  if (ends.length > 0) await new Promise<void>((resolve) => after(GRACE_MS, resolve, new AbortController().signal));
  if (context.state !== 'closed') await context.close();
}
