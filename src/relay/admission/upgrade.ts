import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createChild } from '../../lib/child-signal.js';
import { onAbort } from '../../lib/on-abort.js';
import { faultOf } from '../observability/fault.js';
import type { RelayParts } from '../relay-parts.js';
import { toRefusal } from '../refusal.js';
import { openSession } from '../session/open-session.js';
import { createBetaLeg } from '../protocols/openai/beta-bridge.js';
import { SocketLeg } from '../session/socket-leg.js';
import { acceptSocket } from '../upgrade/accept-socket.js';
import { admit } from './admit-upgrade.js';
import { dialService } from './dial-upstream.js';
import { holdEarlyBytes } from '../upgrade/early-bytes.js';
import { refuseUpgrade } from './refuse-upgrade.js';
import { reserve } from './take-lease.js';
import { returnLease } from './return-lease.js';

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Opens conversations: the upstream is dialled first and the client let in after, so every refusal is an HTTP status. */
export function createUpgrade(parts: RelayParts, signal: AbortSignal): UpgradeListener {
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
    onAbort(life.signal, () => void returnLease(parts.state.leases, lease, signal));
    const upstream = await dialService(admission, parts, life.signal);
    // The world may have changed while the service was asked.
    parts.sessions.checkOpen();

    const early = Buffer.concat([head, release()]);
    const webSocket = acceptSocket(request, socket, early);
    // Whoever is gone already will not be seen to go.
    if (webSocket === undefined) return life.abort();
    const socketLeg = new SocketLeg(webSocket, socket, { pingMs: parts.settings.RELAY_PING_MS, hangsUpFirst: false });
    const client = admission.dialect === 'beta' ? createBetaLeg(socketLeg) : socketLeg;
    const session = openSession(parts, { ...admission, client, upstream }, life.signal);
    parts.sessions.add(session);
    void session.done.then(() => life.abort());
  }
}
