import { connect, createServer, type AddressInfo } from 'node:net';
import { onAbort } from '../../src/lib/on-abort.js';
import { after } from '../../src/lib/timer.js';

/** A way to a server on this machine that takes as long as a test wants. */
export interface SlowLine {
  readonly port: number;
  /** What the server says arrives so much later from now on. */
  delayMs: number;
  /** Runs once, when the next answer has been handed to the kernel and before anybody in this process reads it. */
  onAnswer: (() => void) | undefined;
}

export async function openSlowLine(serverPort: number, signal: AbortSignal): Promise<SlowLine> {
  const server = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1');
    const drop = (): void => void (client.destroy(), upstream.destroy());
    for (const socket of [client, upstream]) socket.on('error', drop).on('close', drop);
    onAbort(signal, drop);
    const noteAnswer = (): void => {
      const { onAnswer } = line;
      line.onAnswer = undefined;
      onAnswer?.();
    };
    client.on('data', (chunk) => upstream.write(chunk));
    upstream.on('data', (chunk) => after(line.delayMs, () => client.write(chunk, noteAnswer), signal));
  });
  onAbort(signal, () => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const line: SlowLine = { port: (server.address() as AddressInfo).port, delayMs: 0, onAnswer: undefined };
  return line;
}
