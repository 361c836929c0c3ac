import { abortable } from '../lib/abortable.js';
import { createChild } from '../lib/child-signal.js';
import { after } from '../lib/timer.js';
import { AgentError, toAgentError } from '../spec/agent-error.js';
import type { Ticket, TicketRoute } from '../spec/provider.js';
import type { SessionConfig } from '../spec/session-config.js';
import { readAnswer } from './read-answer.js';
import type { RelayAddress } from './relay-address.js';

/** Asks the relay to be let in. Rejects with an `AgentError`, or with the abort reason when `signal` aborts. */
export async function requestTicket(
  route: TicketRoute,
  relay: RelayAddress,
  config: SessionConfig,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Ticket> {
  const patience = createChild(signal);
  const tooLate = new AgentError('relay-timeout', `The relay did not answer within ${timeoutMs / 1000} s.`);
  after(timeoutMs, () => patience.abort(tooLate), patience.signal);
  try {
    const headers = await authorized(relay, patience.signal);
    const response = await ask(route, relay, config, headers, patience.signal);
    return route.parse(await readAnswer(response));
  } catch (thrown) {
    if (patience.signal.aborted) throw patience.signal.reason;
    throw toAgentError(thrown);
  } finally {
    patience.abort();
  }
}

async function authorized(relay: RelayAddress, signal: AbortSignal): Promise<Record<string, string>> {
  try {
    const token = await abortable(Promise.resolve(relay.token?.()), signal);
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
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  try {
    return await fetch(url, {
      method: route.method,
      headers: { ...headers, ...type },
      ...json,
      signal,
    });
  } catch (cause) {
    throw new AgentError('relay-unreachable', `No answer from the relay at ${relay.url}.`, { cause });
  }
}

function routeUrl(base: string, path: string): string {
  if (!URL.canParse(base)) throw new AgentError('invalid-configuration', `relay-url is no address: “${base}”.`);
  return base.replace(/\/+$/, '') + path;
}
