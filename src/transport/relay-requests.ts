import { fieldsIn, isFields, textIn } from '../lib/fields.js';
import { parseJson } from '../lib/parse-json.js';
import { after } from '../lib/timer.js';
import { withTimeout } from '../lib/with-timeout.js';
import { AgentError, isAgentErrorCode, toAgentError, type AgentErrorCode } from '../spec/agent-error.js';
import type { Ticket, TicketRequest, TicketRoute } from '../spec/provider.js';
import type { SessionConfig } from '../spec/session-config.js';
import { createPolicyError, onPolicyViolation } from './dial.js';

/** Where the relay is, and how a page authenticates. */
export interface RelayAddress {
  /** http or https; the routes are appended to its path. */
  readonly url: string;
  /** The bearer token; called for every connection. */
  token?(): string | undefined | Promise<string | undefined>;
}

/** Browsers report that a request failed before they report that their policy refused it. */
const VIOLATION_DELAY_MS = 50;

/** The relay knows the reason of a refusal and need not ask its provider. */
const REFUSAL_TIMEOUT_MS = 3000;

/** A relay's answers are a few hundred bytes long; a longer one is not an answer of a relay. */
const MAX_ANSWER_LENGTH = 64 * 1024;

/** Asks the relay for a ticket. Rejects with an `AgentError`, or with the abort reason when `signal` aborts. */
export async function requestTicket(
  route: TicketRoute,
  relay: RelayAddress,
  config: SessionConfig,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Ticket> {
  const tooLate = new AgentError('relay-timeout', `The relay did not answer within ${timeoutMs / 1000} s.`);
  try {
    return await withTimeout(timeoutMs, tooLate, signal, async (requesting) => {
      const headers = await authorizationOf(relay);
      return route.parse(await readAnswer(await fetchRoute(route.request(config), relay, headers, requesting)));
    });
  } catch (thrown) {
    throw signal.aborted ? thrown : toAgentError(thrown);
  }
}

/** Browsers hide why an upgrade was refused, so the relay repeats the reason to a plain GET of the same address. */
export async function requestRefusal(socketUrl: string, signal: AbortSignal): Promise<AgentError> {
  const unknown = new AgentError('upstream-unavailable', 'The relay refused the connection and does not say why.');
  const address = socketUrl.replace(/^ws/, 'http');
  try {
    await withTimeout(REFUSAL_TIMEOUT_MS, unknown, signal, async (requesting) =>
      readAnswer(await fetch(address, { signal: requesting })),
    );
    return unknown;
  } catch (thrown) {
    const error = toAgentError(thrown);
    return error.code === 'internal' || error.code === 'relay-malformed' ? unknown : error;
  }
}

async function authorizationOf(relay: RelayAddress): Promise<Record<string, string>> {
  try {
    const token = await relay.token?.();
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  } catch (cause) {
    throw new AgentError('unauthorized', 'The page’s own function returned no token for the relay.', { cause });
  }
}

async function fetchRoute(
  { method, path, body }: TicketRequest,
  relay: RelayAddress,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  if (!URL.canParse(relay.url)) throw new AgentError('invalid-configuration', `relay-url is not a URL: “${relay.url}”.`);
  const url = relay.url.replace(/\/+$/, '') + path;
  const json = body && { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } };
  let isBlocked = false;
  onPolicyViolation(url, () => (isBlocked = true), signal);
  try {
    return await fetch(url, { method, headers, signal, ...json });
  } catch (cause) {
    await new Promise<void>((resolve) => after(VIOLATION_DELAY_MS, resolve, signal));
    if (isBlocked) throw createPolicyError(url);
    throw new AgentError('relay-unreachable', `No answer from the relay at ${relay.url}.`, { cause });
  }
}

/** The JSON that a relay answered. Throws the `AgentError` that a refusal stands for, or `relay-malformed`. */
async function readAnswer(response: Response): Promise<unknown> {
  const answer = parseJson(await readText(response));
  if (!response.ok) throw createRefusalError(response.status, answer);
  if (answer === undefined) throw new AgentError('relay-malformed', 'The relay’s answer is not JSON.');
  return answer;
}

async function readText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    text += decoder.decode(read.value, { stream: true });
    if (text.length > MAX_ANSWER_LENGTH) throw new AgentError('relay-malformed', 'The relay’s answer is too long.');
  }
  return text + decoder.decode();
}

/** The relay answers with a code of ours; whatever else answers in its place has only a status. */
function createRefusalError(status: number, answer: unknown): AgentError {
  const error = isFields(answer) ? fieldsIn(answer, 'error') : {};
  const code = error.code;
  const message = textIn(error, 'message') ?? `The relay answered with status ${status}.`;
  return new AgentError(isAgentErrorCode(code) ? code : errorOfStatus(status), message);
}

function errorOfStatus(status: number): AgentErrorCode {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'origin-refused';
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'relay-unreachable';
  return 'relay-malformed';
}
