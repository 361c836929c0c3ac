import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { TestContext } from 'node:test';
import { pino } from 'pino';
import { WebSocket, type ClientOptions } from 'ws';
import { readSettings } from '../../src/relay/config/settings.js';
import type { RelayOptions } from '../../src/relay/relay-parts.js';
import { createRelay, type Relay } from '../../src/relay/server.js';
import { onAbort } from '../../src/lib/on-abort.js';
import { createMailbox, type Mailbox } from './mailbox.js';
import { leaveOut } from './need-program.js';

export const PAGE_ORIGIN = 'http://localhost:5173';
/** Whoever sees this anywhere outside the upstream has found a leak. */
export const CANARY_KEY = 'sk-canary-3f9d2c7a51e84b06';

export interface RunningRelay {
  readonly relay: Relay;
  readonly url: string;
  /** Every line of its log. */
  readonly log: Mailbox<string>;
}

export async function startRelay(
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
  options: Partial<RelayOptions> = {},
): Promise<RunningRelay> {
  const log = createMailbox<string>();
  const relay = await createRelay(
    {
      settings: readSettings({ PORT: '0', OPENAI_API_KEY: CANARY_KEY, ...variables }),
      log: pino({ level: 'debug' }, { write: (line: string) => log.put(line) }),
      ...options,
    },
    signal,
  );
  return { relay, url: await relay.listen(), log };
}

export interface MintedSession {
  readonly wsUrl: string;
  readonly sessionId: string;
  readonly model: string;
  readonly voice: string;
  readonly expiresAt: string;
}

export function postSession(url: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${url}/openai/realtime/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: PAGE_ORIGIN, ...headers },
    body: JSON.stringify(body),
  });
}

export async function mintSession(
  url: string,
  body: unknown = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<MintedSession> {
  return (await (await postSession(url, body, headers)).json()) as MintedSession;
}

export interface RelayClient {
  readonly socket: WebSocket;
  readonly frames: Mailbox<string>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  send(event: Readonly<Record<string, unknown>>): void;
}

export interface RefusedUpgrade {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type UpgradeResult = { readonly client: RelayClient } | { readonly refused: RefusedUpgrade };

export interface ConnectOptions extends ClientOptions {
  readonly protocols?: readonly string[];
}

/** Tries to open a socket, as a page of {@link PAGE_ORIGIN} unless told otherwise. */
export function tryConnect(
  wsUrl: string,
  signal: AbortSignal,
  { protocols = [], ...options }: ConnectOptions = {},
): Promise<UpgradeResult> {
  const socket = new WebSocket(wsUrl, [...protocols], { origin: PAGE_ORIGIN, ...options });
  onAbort(signal, () => socket.terminate());
  const frames = createMailbox<string>();
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  socket.on('message', (data: Buffer) => frames.put(data.toString()));
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.once('open', () =>
      resolve({ client: { socket, frames, closed, send: (event) => socket.send(JSON.stringify(event)) } }),
    );
    socket.once('unexpected-response', (_request, response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ refused: { status: response.statusCode ?? 0, headers: response.headers, body } }));
    });
  });
}

export async function connect(wsUrl: string, signal: AbortSignal, options?: ConnectOptions): Promise<RelayClient> {
  const result = await tryConnect(wsUrl, signal, options);
  if ('refused' in result) throw new Error(`refused with HTTP ${result.refused.status}: ${result.refused.body}`);
  return result.client;
}

export async function refusal(wsUrl: string, signal: AbortSignal, options?: ConnectOptions): Promise<RefusedUpgrade> {
  const result = await tryConnect(wsUrl, signal, options);
  if ('client' in result) throw new Error('the upgrade was not refused');
  return result.refused;
}

/** Runs a test with a signal that ends everything it opened. */
export function withLife(test: (signal: AbortSignal) => Promise<void>): (context: TestContext) => Promise<void> {
  return async (context) => {
    const life = new AbortController();
    setMaxListeners(0, life.signal);
    // A test that takes too long never ends by itself, and what it opened would keep its process from ending.
    onAbort(context.signal, () => life.abort());
    try {
      await test(life.signal);
    } catch (thrown) {
      leaveOut(context, thrown);
    } finally {
      life.abort();
    }
  };
}
