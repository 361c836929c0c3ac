import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { createChild } from '../../lib/child-signal.js';
import { own } from '../../lib/own.js';
import { faultOf } from '../fault.js';
import type { RelayParts } from '../relay-parts.js';
import { toRefusal } from '../refusal.js';
import { openSession } from '../session/open-session.js';
import { createBetaLeg } from '../session/beta-leg.js';
import { createSocketLeg } from '../session/socket-leg.js';
import { admit } from './admit.js';
import { dialService } from './dial-service.js';
import { holdEarlyBytes } from './early-bytes.js';
import { refuseUpgrade } from './refuse-upgrade.js';
import { reserve } from './reserve.js';
import { returnLease } from './return-lease.js';

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The one sub-protocol that is ever answered; others that clients offer carry keys. */
const PUBLIC_PROTOCOL = 'realtime';
/** The largest frame a client may send: four seconds of speech in one piece. */
const MAX_FRAME_BYTES = 256 * 1024;

/** Opens conversations: the upstream is dialled first and the client let in after, so every refusal is an HTTP status. */
export function createUpgrade(parts: RelayParts, signal: AbortSignal): UpgradeListener {
  const options = {
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_FRAME_BYTES,
    maxFragments: 64,
    maxBufferedChunks: 1024,
    closeTimeout: 2_000,
    perMessageDeflate: false,
    handleProtocols: (offered: ReadonlySet<string>) => (offered.has(PUBLIC_PROTOCOL) ? PUBLIC_PROTOCOL : false),
  } as const;
  const server = new WebSocketServer(options);

  return (request, socket, head) => {
    // A client may reset the connection at any moment from here on; nobody else listens.
    socket.on('error', () => undefined);
    const life = createChild(signal);
    setMaxListeners(0, life.signal);
    const release = holdEarlyBytes(socket, () => life.abort(), life.signal);
    void join(request, socket, head, release, life).catch((thrown: unknown) => {
      life.abort();
      const refusal = toRefusal(thrown);
      if (refusal.code === 'internal') parts.log.error({ fault: faultOf(thrown) }, 'an upgrade met a fault');
      parts.metrics.countRefusal('upgrade', refusal.code);
      refuseUpgrade(socket, refusal);
    });
  };

  async function join(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    release: () => Buffer,
    life: AbortController,
  ): Promise<void> {
    const admission = await admit(request, parts);
    const lease = await reserve(admission, parts, signal);
    own(life.signal, () => void returnLease(parts.state.leases, lease, signal));
    const upstream = await dialService(admission, parts, life.signal);
    // The world may have changed while the service was asked.
    parts.sessions.checkOpen();

    let joined = false;
    server.handleUpgrade(request, socket, Buffer.concat([head, release()]), (webSocket) => {
      const socketLeg = createSocketLeg(webSocket, parts.settings.RELAY_PING_MS);
      const client = admission.dialect === 'beta' ? createBetaLeg(socketLeg) : socketLeg;
      const session = openSession(parts, { ...admission, client, upstream }, life.signal);
      parts.sessions.add(session);
      void session.done.then(() => life.abort());
      joined = true;
    });
    // Where ws answered something else after all, nobody is left who would hang up.
    if (!joined) return life.abort();
    socket.resume();
  }
}
