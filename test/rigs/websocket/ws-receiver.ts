import type { Writable } from 'node:stream';
import * as ws from 'ws';

export interface ReceiverOptions {
  /** Whether frames have to be masked. */
  readonly isServer: boolean;
  readonly maxPayload?: number;
  readonly maxFragments?: number;
}

/** What ws exports and its types leave out. */
const { Receiver } = ws as unknown as { readonly Receiver: new (options: ReceiverOptions) => Writable };

/** Tells what ws, which other people have tested for years, reads out of bytes: one word and a payload for each thing said. */
export function openReceiver(options: ReceiverOptions, tell: (said: string) => void): (chunk: Buffer) => void {
  const receiver = new Receiver(options);
  let isOver = false;
  receiver.on('message', (data: Buffer, isBinary: boolean) => tell(`${isBinary ? 'binary' : 'text'} ${data.toString('hex')}`));
  receiver.on('ping', (data: Buffer) => tell(`ping ${data.toString('hex')}`));
  receiver.on('pong', (data: Buffer) => tell(`pong ${data.toString('hex')}`));
  receiver.on('conclude', (closeCode: number, reason: Buffer) => {
    isOver = true;
    tell(`close ${closeCode} ${reason.toString()}`);
  });
  receiver.on('error', () => undefined);
  return (chunk) => {
    if (isOver || receiver.errored !== null) return;
    receiver.write(chunk);
    // It is there at once; the event comes a moment later.
    if (receiver.errored !== null) tell(`fault ${statusOf(receiver.errored)}`);
  };
}

/** The close code that belongs to an error of ws. */
function statusOf(error: Error): string {
  const symbol = Object.getOwnPropertySymbols(error).find(({ description }) => description === 'status-code');
  return String(symbol && Object.getOwnPropertyDescriptor(error, symbol)?.value);
}
