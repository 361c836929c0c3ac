import type { IncomingMessage } from 'node:http';

/** What a client speaks: OpenAI's protocol of today, or that of 2024, which only this relay still understands. */
export type Dialect = 'ga' | 'beta';

const BETA_PROTOCOL = 'openai-beta.realtime-v1';
const BETA_HEADER = 'realtime=v1';

/** Stock RealtimeClients say so: in a sub-protocol where they run in a browser, in a header elsewhere. */
export function dialectOf({ headers }: IncomingMessage): Dialect {
  const protocols = headers['sec-websocket-protocol']?.split(',').map((protocol) => protocol.trim()) ?? [];
  return protocols.includes(BETA_PROTOCOL) || headers['openai-beta'] === BETA_HEADER ? 'beta' : 'ga';
}
