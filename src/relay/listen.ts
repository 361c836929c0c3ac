import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onAbort } from '../lib/on-abort.js';
import { AgentError } from '../spec/agent-error.js';
import type { Settings } from './config/settings.js';
import type { UpgradeListener } from './admission/upgrade.js';

/**
 * Short, because a page's request is short: whoever drips a handshake byte by byte is cut off. Idle connections are kept
 * longer than proxies keep theirs, so that none is closed just as it is used again.
 */
const SERVER_LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 75_000,
  maxHeaderSize: 16_384,
};

/** Starts an HTTP server for a relay alone. Resolves to its address; it ends when `signal` aborts. */
export function listen(
  { HOST, PORT }: Settings,
  onRequest: RequestListener,
  onUpgrade: UpgradeListener,
  signal: AbortSignal,
): Promise<string> {
  const server = createServer(SERVER_LIMITS, (request, response) => onRequest(request, response));
  server.on('upgrade', onUpgrade);
  onAbort(signal, () => {
    server.close();
    server.closeAllConnections();
  });
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new AgentError('invalid-configuration', `PORT ${PORT} of ${HOST} cannot be used (${cause.code}). Choose another one.`, {
          cause,
        }),
      ),
    );
    server.listen(PORT, HOST, () => {
      const { address, family, port } = server.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
    });
  });
}
