import { abortable } from '../lib/abortable.js';
import { createChild } from '../lib/child-signal.js';
import { fieldsIn, isFields, textIn } from '../lib/fields.js';
import { after } from '../lib/timer.js';
import { AgentError, isAgentErrorCode, toAgentError, type AgentErrorCode } from '../spec/agent-error.js';
import type { Ticket, TicketRoute } from '../spec/provider.js';
import type { SessionConfig } from '../spec/session-config.js';
import type { RelayAddress } from './relay-address.js';

/** A ticket is a few hundred bytes; what is longer is no ticket. */
const MAX_ANSWER_BYTES = 64 * 1024;

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
    const answer = await readJson(response);
    if (!response.ok) throw refusal(response.status, answer);
    return route.parse(answer);
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

/** Undefined where it is no JSON; a refusal may well be a proxy's own page. */
async function readJson(response: Response): Promise<unknown> {
  const text = await readText(response);
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!response.ok) return undefined;
    throw new AgentError('relay-malformed', 'The relay answered something that is not JSON.', { cause });
  }
}

async function readText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    text += decoder.decode(read.value, { stream: true });
    if (text.length > MAX_ANSWER_BYTES) throw new AgentError('relay-malformed', 'The relay’s answer is too long for a ticket.');
  }
  return text + decoder.decode();
}

/** The relay says why in its own code; anything else that stands in the way says it by its status. */
function refusal(status: number, answer: unknown): AgentError {
  const error = isFields(answer) ? fieldsIn(answer, 'error') : {};
  const code = error.code;
  const message = textIn(error, 'message') ?? `The relay answered with status ${status}.`;
  return new AgentError(isAgentErrorCode(code) ? code : codeOfStatus(status), message);
}

function codeOfStatus(status: number): AgentErrorCode {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'origin-refused';
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'relay-unreachable';
  return 'relay-malformed';
}
