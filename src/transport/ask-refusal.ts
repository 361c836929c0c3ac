import { withTimeout } from '../lib/with-timeout.js';
import { AgentError, toAgentError } from '../spec/agent-error.js';
import { readAnswer } from './read-answer.js';

/** The relay has the reason at hand; it need not ask anybody. */
const PATIENCE_MS = 3000;

/** Browsers hide why an upgrade was refused, so the relay says it once more to a plain GET of the same address. */
export async function askRefusal(socketUrl: string, signal: AbortSignal): Promise<AgentError> {
  const unknown = new AgentError('upstream-unavailable', 'The relay refused the connection and does not say why.');
  const address = socketUrl.replace(/^ws/, 'http');
  try {
    await withTimeout(PATIENCE_MS, unknown, signal, async (asking) => readAnswer(await fetch(address, { signal: asking })));
    return unknown;
  } catch (thrown) {
    const error = toAgentError(thrown);
    return error.code === 'internal' || error.code === 'relay-malformed' ? unknown : error;
  }
}
