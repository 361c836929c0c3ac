import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { createChild } from '../../lib/child-signal.js';
import { faultOf } from '../fault.js';
import type { RelayParts } from '../relay-parts.js';
import { toRefusal } from '../refusal.js';
import { openConversation } from '../session/conversation.js';
import { createSocketLeg } from '../session/socket-leg.js';
import { publicIdOf } from '../tickets/ticket-id.js';
import { admit } from './admit.js';
import { holdEarlyBytes } from './early-bytes.js';
import { refuseUpgrade } from './refuse-upgrade.js';

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
    const release = holdEarlyBytes(socket, () => life.abort(), life.signal);
    void join(request, socket, head, release, life).catch((thrown: unknown) => {
      life.abort();
      const refusal = toRefusal(thrown);
      if (refusal.code === 'internal') parts.log.error({ fault: faultOf(thrown) }, 'an upgrade met a fault');
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
    const { id, grant } = await admit(request, parts);
    const { sessions, settings, upstream } = parts;
    const log = parts.log.child({ session: publicIdOf(id) });

    const service = await upstream
      .dial({ model: grant.model, voice: grant.voice, safetyIdentifier: grant.subject }, life.signal)
      .catch(async (thrown: unknown) => {
        const refusal = toRefusal(thrown);
        log.warn({ code: refusal.code, because: refusal.message }, 'the upstream refused');
        await parts.tickets.noteRefusal(id, refusal.code);
        throw refusal;
      });
    // The world may have changed while the upstream was asked.
    sessions.checkOpen();

    server.handleUpgrade(request, socket, Buffer.concat([head, release()]), (webSocket) => {
      const conversation = openConversation(
        {
          client: createSocketLeg(webSocket, settings.RELAY_PING_MS),
          upstream: service,
          inspectClient: (frame, isBinary) => (isBinary ? undefined : frame),
          inspectUpstream: (frame, isBinary) => (isBinary ? undefined : frame),
          meaningOf: (closeCode, reason) => upstream.meaningOf(closeCode, reason),
          settle: () => Promise.resolve(),
          stallMs: settings.RELAY_STALL_MS,
        },
        life.signal,
      );
      sessions.add(conversation);
      log.info('a conversation begins');
      void conversation.done.then((ending) => {
        life.abort();
        log.info(ending, 'a conversation ended');
      });
    });
    socket.resume();
  }
}
