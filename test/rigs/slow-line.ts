import { connect, createServer, type AddressInfo } from 'node:net';
import { own } from '../../src/lib/own.js';
import { after } from '../../src/lib/timer.js';

/** A way to a server on this machine that takes as long as a test wants. */
export interface SlowLine {
  readonly port: number;
  /** What the server says arrives so much later from now on. */
  delayMs: number;
  /** Runs once, when the next request has been passed on and before anything of the answer is read. */
  onRequest: (() => void) | undefined;
}

export async function openSlowLine(serverPort: number, signal: AbortSignal): Promise<SlowLine> {
  const server = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1');
    const drop = (): void => void (client.destroy(), upstream.destroy());
    for (const socket of [client, upstream]) socket.on('error', drop).on('close', drop);
    own(signal, drop);
    client.on('data', (chunk) => {
      upstream.write(chunk);
      const { onRequest } = line;
      line.onRequest = undefined;
      onRequest?.();
    });
    upstream.on('data', (chunk) => after(line.delayMs, () => client.write(chunk), signal));
  });
  own(signal, () => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const line: SlowLine = { port: (server.address() as AddressInfo).port, delayMs: 0, onRequest: undefined };
  return line;
}
