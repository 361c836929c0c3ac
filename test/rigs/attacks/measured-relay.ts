import { createMailbox } from '../mailbox.js';
import { openRelayProcess, type RelayProcess } from './relay-process.js';

export interface Memory {
  /** What is still needed after all garbage was collected, with what buffers hold outside of the heap. Bytes. */
  readonly held: number;
  /** What the system gave to the process, garbage and all. Bytes. */
  readonly resident: number;
}

/** A relay in a process of its own that can be weighed. */
export interface MeasuredRelay extends RelayProcess {
  weigh(): Promise<Memory>;
}

/** Collects until nothing more is found: what a finalizer let go of is garbage only the next time. */
const SCALE = `
  const weigh = (last) => {
    gc();
    const { heapUsed, external, rss } = process.memoryUsage();
    const held = heapUsed + external;
    if (held < last * 0.99) setTimeout(weigh, 20, held);
    else process.stderr.write('held ' + held + ' resident ' + rss + '\\n');
  };
  process.on('SIGUSR2', () => weigh(Infinity));
`;

export async function openMeasuredRelay(
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<MeasuredRelay> {
  const scale = ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(SCALE)}`];
  const relay = await openRelayProcess({ LOG_LEVEL: 'warn', ...variables }, signal, scale);
  const weights = createMailbox<Memory>();
  relay.process.stderr?.on('data', (chunk: Buffer) => {
    for (const [, held, resident] of chunk.toString().matchAll(/held (\d+) resident (\d+)\n/g))
      weights.put({ held: Number(held), resident: Number(resident) });
  });
  return {
    ...relay,
    weigh() {
      relay.process.kill('SIGUSR2');
      return weights.next();
    },
  };
}
