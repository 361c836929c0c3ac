import { parentPort, type Transferable } from 'node:worker_threads';
import { toAgentError } from '../../spec/agent-error.js';
import type { EngineAnswer, EngineRequest } from './engine.messages.js';

export interface EngineResult<Output> {
  readonly output: Output;
  readonly transfer?: readonly Transferable[];
}

/** Returns `undefined` when the job was cancelled. */
export type Engine<Input, Output> = (input: Input, cancelled: () => boolean) => Promise<EngineResult<Output> | undefined>;

/** Runs in the worker: loads the engine, reports `ready`, then answers one request after the other. */
export function serveEngine<Input, Output>(open: () => Promise<Engine<Input, Output>>): void {
  const port = parentPort;
  if (port === null) throw new Error('An engine must run in a worker');
  const answer = (message: EngineAnswer<Output>, transfer: readonly Transferable[] = []): void =>
    port.postMessage(message, transfer);
  const fail = (thrown: unknown): void => {
    const { code, message } = toAgentError(thrown);
    answer({ type: 'failed', code, message });
  };

  const opened = open();
  opened.then(() => answer({ type: 'ready' }), fail);
  port.on('message', ({ input, cancelled }: EngineRequest<Input>) => {
    const flag = new Int32Array(cancelled);
    opened
      .then((engine) => engine(input, () => Atomics.load(flag, 0) !== 0))
      .then((result) =>
        result === undefined ? answer({ type: 'cancelled' }) : answer({ type: 'done', output: result.output }, result.transfer),
      )
      .catch(fail);
  });
}
