/** The part of the package that the bench uses; it brings no declarations of its own. */
declare module 'http-proxy' {
  import type { IncomingMessage } from 'node:http';
  import type { Duplex } from 'node:stream';

  interface Proxy {
    on(event: 'error', listener: () => void): void;
    ws(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  }
  const httpProxy: { createProxyServer(options: { readonly target: string; readonly ws: boolean }): Proxy };
  export default httpProxy;
}
