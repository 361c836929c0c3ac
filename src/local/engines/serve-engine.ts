import { parentPort, type Transferable } from 'node:worker_threads';
import { toAgentError } from '../../spec/agent-error.js';
import type { EngineAnswer, EngineRequest } from './engine.messages.js';

export interface Served<Output> {
  readonly output: Output;
  readonly transfer?: readonly Transferable[];
}

/** `undefined` means that the job noticed its cancellation. */
export type Engine<Input, Output> = (input: Input, cancelled: () => boolean) => Promise<Served<Output> | undefined>;

/** The worker's side: loads the engine, says so, then answers one request after the other. */
export function serveEngine<Input, Output>(open: () => Promise<Engine<Input, Output>>): void {
  const port = parentPort;
  if (port === null) throw new Error('An engine runs only in a worker');
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
      .then((served) =>
        served === undefined ? answer({ type: 'cancelled' }) : answer({ type: 'done', output: served.output }, served.transfer),
      )
      .catch(fail);
  });
}
