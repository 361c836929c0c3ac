import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createChild } from '../../lib/child-signal.js';
import { onAbort } from '../../lib/on-abort.js';
import type { Logger } from 'pino';
import { faultOf } from '../observability/fault.js';
import { toRefusal } from '../refusal.js';
import { openSession, type SessionParts } from '../session/open-session.js';
import type { Sessions } from '../session/sessions.js';
import type { SharedState } from '../state/shared-state.js';
import { SocketPeer } from '../session/socket-peer.js';
import { acceptSocket } from './accept-socket.js';
import { admitUpgrade, type UpgradeAdmissionParts } from './admit-upgrade.js';
import { dialUpstream, type DialParts } from './dial-upstream.js';
import { bufferEarlyBytes } from './early-bytes.js';
import { refuseUpgrade } from './refuse-upgrade.js';
import { returnLease, takeLease } from './lease.js';

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface UpgradeParts extends UpgradeAdmissionParts, DialParts, SessionParts {
  readonly state: SharedState;
  readonly sessions: Pick<Sessions, 'add' | 'checkOpen'>;
  readonly log: Logger;
}

/** Opens conversations: the upstream is dialled first and the client let in after, so every refusal is an HTTP status. */
export function createUpgrade(parts: UpgradeParts, signal: AbortSignal): UpgradeListener {
  return (request, socket, head) => {
    // A client may reset the connection at any moment from here on; nobody else listens.
    socket.on('error', () => undefined);
    const life = createChild(signal);
    setMaxListeners(0, life.signal);
    const release = bufferEarlyBytes(socket, () => life.abort(), life.signal);
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
    const admission = await admitUpgrade(request, parts);
    const lease = await takeLease(admission, parts, signal);
    onAbort(life.signal, () => void returnLease(parts.state.leases, lease, signal));
    const upstream = await dialUpstream(admission, parts, life.signal);
    // The world may have changed while the service was asked.
    parts.sessions.checkOpen();

    const early = Buffer.concat([head, release()]);
    const webSocket = acceptSocket(request, socket, early);
    // Whoever is gone already will not be seen to go.
    if (webSocket === undefined) return life.abort();
    const socketPeer = new SocketPeer(webSocket, socket, { pingMs: parts.settings.RELAY_PING_MS, hangsUpFirst: false });
    const client = admission.service.protocol.adaptClient(socketPeer, request);
    const session = openSession(parts, { ...admission, client, upstream }, life.signal);
    parts.sessions.add(session);
    void session.done.then(() => life.abort());
  }
}
