import type { IncomingMessage } from 'node:http';
import { isFields, type Fields } from '../../../lib/fields.js';
import { betaFromGa } from '../../../providers/openai/beta-from-ga.js';
import { betaToGa } from '../../../providers/openai/beta-to-ga.js';
import { parseJson } from '../../parse-json.js';
import type { Peer } from '../../session/peer.js';

const BETA_SUBPROTOCOL = 'openai-beta.realtime-v1';
const BETA_HEADER = 'realtime=v1';

/** Whether a client uses the beta dialect of 2024: stock RealtimeClients say so in a subprotocol or in a header. */
export function speaksBeta({ headers }: IncomingMessage): boolean {
  const protocols = headers['sec-websocket-protocol']?.split(',').map((protocol) => protocol.trim()) ?? [];
  return protocols.includes(BETA_SUBPROTOCOL) || headers['openai-beta'] === BETA_HEADER;
}

/**
 * A client that still speaks the beta dialect, heard and answered in today's. A stock RealtimeClient asks for a response
 * after every tool it ran, while the service is not done with the response that called it; today's services refuse that,
 * so such a wish waits, and several become one.
 */
export function createBetaBridge(client: Peer): Peer {
  let responding = false;
  let wish: Fields | undefined;
  /** Of wishes that became one: what was sent counts, not what is made of it. */
  let wishBytes = 0;
  let hear: (event: Fields, receivedBytes: number) => void = () => undefined;

  const follow = (event: Fields): void => {
    if (event.type === 'response.created') responding = true;
    if (event.type !== 'response.done') return;
    responding = false;
    const waiting = wish;
    wish = undefined;
    if (waiting === undefined) return;
    hear(waiting, wishBytes);
    wishBytes = 0;
  };

  return {
    closing: client.closing,
    closed: client.closed,
    receive(listener) {
      hear = (event, receivedBytes) => {
        const frame = Buffer.from(JSON.stringify(betaToGa(event)));
        listener(frame, false, Math.max(frame.length, receivedBytes));
      };
      client.receive((frame, isBinary) => {
        const event = isBinary ? undefined : parseJson(frame);
        if (!isFields(event)) return listener(frame, isBinary);
        if (event.type !== 'response.create' || !responding) return hear(event, frame.length);
        wish = event;
        wishBytes += frame.length;
      });
    },
    send(frame, onWritten) {
      const event = parseJson(frame);
      const translated = isFields(event) ? betaFromGa(event) : undefined;
      if (translated === undefined) onWritten?.();
      else client.send(JSON.stringify(translated), onWritten);
      if (isFields(event)) follow(event);
    },
    unread: (frames) => client.unread(frames),
    queuedBytes: () => client.queuedBytes(),
    pause: () => client.pause(),
    resume: () => client.resume(),
    close: (closeCode, reason) => client.close(closeCode, reason),
    terminate: () => client.terminate(),
  };
}
