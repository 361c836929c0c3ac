import { Worker, type Transferable } from 'node:worker_threads';
import { onAbort } from '../../lib/on-abort.js';
import { AgentError, isAgentErrorCode } from '../../spec/agent-error.js';
import { explainMissingPackage } from './model-files.js';
import type { EngineAnswer, EngineRequest } from './engine.messages.js';

/** `NAME.worker.ts` in this folder. A build must emit `NAME.worker.js` next to the output of this file. */
export type EngineName = 'voice-activity' | 'recognition' | 'synthesis';

/** `high` when a user waits for the result, `low` for interim results. */
export type Priority = 'high' | 'low';

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly priority?: Priority;
  readonly transfer?: readonly Transferable[];
}

export interface RunningEngine<Input, Output> {
  /** Rejects with the signal's reason when it aborts; the worker stops at its next step. */
  run(input: Input, options: RunOptions): Promise<Output>;
  /** The number of jobs that wait or run. */
  readonly pending: number;
}

interface Job<Input, Output> {
  readonly request: EngineRequest<Input>;
  readonly options: RunOptions;
  resolve(output: Output): void;
  reject(reason: unknown): void;
}

/** Starts a worker and resolves once its engine is loaded. The worker ends when `signal` aborts. */
export async function startEngine<Input, Output>(name: EngineName, signal: AbortSignal): Promise<RunningEngine<Input, Output>> {
  signal.throwIfAborted();
  const worker = openWorker(name);
  const waiting: Record<Priority, Job<Input, Output>[]> = { high: [], low: [] };
  let running: Job<Input, Output> | undefined;
  let broken: unknown;

  const next = (): void => {
    running = waiting.high.shift() ?? waiting.low.shift();
    if (running !== undefined) worker.postMessage(running.request, running.options.transfer ?? []);
  };
  const failAll = (reason: unknown): void => {
    broken = reason;
    for (const job of [running, ...waiting.high.splice(0), ...waiting.low.splice(0)]) job?.reject(reason);
    running = undefined;
  };

  onAbort(signal, () => void worker.terminate());
  await new Promise<void>((resolve, reject) => {
    worker.on('message', (answer: EngineAnswer<Output>) => {
      const job = running;
      switch (answer.type) {
        case 'ready':
          return resolve();
        case 'done':
          job?.resolve(answer.output);
          break;
        case 'cancelled':
          job?.reject(job.options.signal.reason);
          break;
        case 'failed': {
          const error = new AgentError(isAgentErrorCode(answer.code) ? answer.code : 'internal', answer.message);
          if (job === undefined) return reject(error);
          job.reject(error);
          break;
        }
        default:
          answer satisfies never;
      }
      next();
    });
    worker.once('error', (thrown) => {
      const error = explainMissingPackage(thrown);
      failAll(error);
      reject(error);
    });
    worker.once('exit', () => {
      const reason: unknown = signal.aborted ? signal.reason : new AgentError('internal', `The ${name} worker ended`);
      failAll(reason);
      reject(reason);
    });
  });

  return {
    get pending() {
      return waiting.high.length + waiting.low.length + (running === undefined ? 0 : 1);
    },
    run: (input, options) =>
      new Promise((resolve, reject) => {
        if (broken !== undefined) return reject(broken);
        if (options.signal.aborted) return reject(options.signal.reason);
        const cancelled = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
        const queue = waiting[options.priority ?? 'high'];
        const settle =
          <T>(end: (value: T) => void) =>
          (value: T): void => {
            options.signal.removeEventListener('abort', cancel);
            end(value);
          };
        const job = { request: { input, cancelled }, options, resolve: settle(resolve), reject: settle(reject) };
        const cancel = (): void => {
          Atomics.store(new Int32Array(cancelled), 0, 1);
          const place = queue.indexOf(job);
          if (place >= 0) queue.splice(place, 1);
          job.reject(options.signal.reason);
        };
        onAbort(options.signal, cancel);
        queue.push(job);
        if (running === undefined) next();
      }),
  };
}

/** When running from TypeScript sources, the worker needs the loader that this thread already has. */
function openWorker(name: EngineName): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`./${name}.worker.js`, import.meta.url));
  const source = new URL(`./${name}.worker.ts`, import.meta.url).href;
  const loader = import.meta.resolve('tsx/esm/api');
  return new Worker(
    `import(${JSON.stringify(loader)}).then((tsx) => { tsx.register(); return import(${JSON.stringify(source)}); });`,
    { eval: true },
  );
}
