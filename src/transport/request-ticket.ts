import { withTimeout } from '../lib/with-timeout.js';
import { after } from '../lib/timer.js';
import { AgentError, toAgentError } from '../spec/agent-error.js';
import type { Ticket, TicketRoute } from '../spec/provider.js';
import type { SessionConfig } from '../spec/session-config.js';
import { readAnswer } from './read-answer.js';
import type { RelayAddress } from './relay-address.js';
import { blockedAt, watchPolicy } from './watch-policy.js';

/** Browsers say that a request failed before they say that their policy refused it. */
const REASON_MS = 50;

/** Asks the relay to be let in. Rejects with an `AgentError`, or with the abort reason when `signal` aborts. */
export async function requestTicket(
  route: TicketRoute,
  relay: RelayAddress,
  config: SessionConfig,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Ticket> {
  const tooLate = new AgentError('relay-timeout', `The relay did not answer within ${timeoutMs / 1000} s.`);
  try {
    return await withTimeout(timeoutMs, tooLate, signal, async (asking) => {
      const headers = await authorized(relay);
      return route.parse(await readAnswer(await ask(route, relay, config, headers, asking)));
    });
  } catch (thrown) {
    throw signal.aborted ? thrown : toAgentError(thrown);
  }
}

async function authorized(relay: RelayAddress): Promise<Record<string, string>> {
  try {
    const token = await relay.token?.();
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  } catch (cause) {
    throw new AgentError('unauthorized', 'The page’s own function gave no token for the relay.', { cause });
  }
}

async function ask(
  route: TicketRoute,
  relay: RelayAddress,
  config: SessionConfig,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  const url = routeUrl(relay.url, route.path);
  const body = route.body(config);
  const json = body && { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } };
  let isBlocked = false;
  watchPolicy(url, () => (isBlocked = true), signal);
  try {
    return await fetch(url, { method: route.method, headers, signal, ...json });
  } catch (cause) {
    await new Promise<void>((resolve) => after(REASON_MS, resolve, signal));
    if (isBlocked) throw blockedAt(url);
    throw new AgentError('relay-unreachable', `No answer from the relay at ${relay.url}.`, { cause });
  }
}

function routeUrl(base: string, path: string): string {
  if (!URL.canParse(base)) throw new AgentError('invalid-configuration', `relay-url is no address: “${base}”.`);
  return base.replace(/\/+$/, '') + path;
}
