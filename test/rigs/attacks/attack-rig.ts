import test from 'node:test';
import type { RelayOptions } from '../../../src/relay/relay-parts.js';
import type { UsageRecord } from '../../../src/relay/usage/usage-record.js';
import { createMailbox, type Mailbox } from '../mailbox.js';
import {
  CANARY_KEY,
  PAGE_ORIGIN,
  startRelay,
  tryConnect,
  withLife,
  type ConnectOptions,
  type MintedSession,
  type RefusedUpgrade,
  type RelayClient,
  type RunningRelay,
  type UpgradeResult,
} from '../relay-rig.js';
import {
  openUpstreamServer,
  SESSION_CREATED,
  type ServedConversation,
  type UpstreamBehaviour,
  type UpstreamServer,
} from '../upstream-server.js';
import { keepSeeing, see } from './secret-scan.js';

/** An answer over HTTP, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** The code of a refusal. */
  readonly code: string | undefined;
}

/** A relay, whatever process it runs in, as an attacker sees it. */
export interface Target {
  readonly url: string;
  ask(path: string, init?: RequestInit): Promise<Answer>;
  post(body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  mint(body?: unknown, headers?: Readonly<Record<string, string>>): Promise<MintedSession>;
  /** Without an address, with a ticket of its own. */
  tryJoin(wsUrl?: string, options?: ConnectOptions): Promise<UpgradeResult>;
  join(wsUrl?: string, options?: ConnectOptions): Promise<RelayClient>;
  refused(wsUrl?: string, options?: ConnectOptions): Promise<RefusedUpgrade>;
  /** The address of a ticket on this relay. */
  socketUrl(sessionId?: string): string;
  /** The value of a metric, with its labels in braces as Prometheus writes them; 0 where it never happened. */
  metric(name: string): Promise<number>;
}

export function targetAt(url: string, signal: AbortSignal): Target {
  const target: Target = {
    url,
    async ask(path, init = {}) {
      const response = await fetch(`${url}${path}`, init);
      const body = await response.text();
      see(body, ...[...response.headers].flat());
      return { status: response.status, headers: response.headers, body, code: codeIn(body) };
    },
    post: (body = {}, headers = {}) =>
      target.ask('/openai/realtime/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: PAGE_ORIGIN, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async mint(body, headers) {
      const { status, body: text } = await target.post(body, headers);
      if (status !== 200) throw new Error(`no ticket, HTTP ${status}: ${text}`);
      return JSON.parse(text) as MintedSession;
    },
    async tryJoin(wsUrl, options) {
      const result = await tryConnect(wsUrl ?? (await target.mint()).wsUrl, signal, options);
      if ('refused' in result) see(result.refused.body, JSON.stringify(result.refused.headers));
      else {
        keepSeeing(result.client.frames);
        result.client.socket.on('error', (error) => see(String(error.stack)));
        void result.client.closed.then(({ reason }) => see(reason));
      }
      return result;
    },
    async join(wsUrl, options) {
      const result = await target.tryJoin(wsUrl, options);
      if ('refused' in result) throw new Error(`refused with HTTP ${result.refused.status}: ${result.refused.body}`);
      return result.client;
    },
    async refused(wsUrl, options) {
      const result = await target.tryJoin(wsUrl, options);
      if ('client' in result) throw new Error('the upgrade was not refused');
      return result.refused;
    },
    socketUrl: (sessionId) => `${url.replace('http', 'ws')}/openai/realtime${sessionId === undefined ? '' : `/${sessionId}`}`,
    async metric(name) {
      const { body } = await target.ask('/metrics');
      const line = body.split('\n').find((candidate) => candidate.startsWith(`${name} `));
      return Number(line?.split(' ').at(-1) ?? 0);
    },
  };
  return target;
}

export function codeIn(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { error?: { code?: string } }).error?.code;
  } catch {
    return undefined;
  }
}

export interface Siege extends RunningRelay, Target {
  readonly upstream: UpstreamServer;
  readonly records: Mailbox<UsageRecord>;
}

export interface SiegeOptions {
  readonly variables?: Readonly<Record<string, string>>;
  readonly behaviour?: UpstreamBehaviour;
  readonly options?: Partial<RelayOptions>;
}

/** A voice service that says the relay's key wherever a service can say something. */
export const INDISCREET: UpstreamBehaviour = {
  greet: ({ say }) => say({ ...SESSION_CREATED, event_id: CANARY_KEY }),
  onSetup: ({ say, setup }) =>
    say({ type: 'session.updated', session: { ...SESSION_CREATED.session, ...setup.all.at(-1), owner: CANARY_KEY } }),
};

/** A relay in this process between an attacker and an indiscreet service. */
export async function besiege(
  signal: AbortSignal,
  { variables = {}, behaviour = {}, options = {} }: SiegeOptions = {},
): Promise<Siege> {
  const records = createMailbox<UsageRecord>();
  const upstream = await openUpstreamServer({ ...INDISCREET, ...behaviour }, signal);
  const running = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl, ...variables }, signal, {
    usageSink: (record) => records.put(record),
    ...options,
  });
  keepSeeing(running.log);
  return { ...running, ...targetAt(running.url, signal), upstream, records };
}

export type Attack = (signal: AbortSignal) => Promise<void>;

/** One row of the list of attacks: `number` and `title` name it. */
export function attack(number: number, title: string, run: Attack): void {
  test(`${number} ${title}`, { timeout: 150_000 }, withLife(run));
}

/** A client and what the service has of it, once they hear each other. */
export async function converse(
  siege: Siege,
  options?: ConnectOptions,
): Promise<{ client: RelayClient; served: ServedConversation }> {
  const client = await siege.join(undefined, options);
  const served = await siege.upstream.conversations.next();
  await client.frames.next();
  return { client, served };
}
