import { createChild } from '../lib/child-signal.js';
import { after } from '../lib/timer.js';
import { AgentError, toAgentError } from '../spec/agent-error.js';
import { readAnswer } from './read-answer.js';

/** The relay has the reason at hand; it need not ask anybody. */
const PATIENCE_MS = 3000;

/** Browsers hide why an upgrade was refused, so the relay says it once more to a plain GET of the same address. */
export async function askRefusal(socketUrl: string, signal: AbortSignal): Promise<AgentError> {
  const unknown = new AgentError('upstream-unavailable', 'The relay refused the connection and does not say why.');
  const patience = createChild(signal);
  after(PATIENCE_MS, () => patience.abort(), patience.signal);
  try {
    await readAnswer(await fetch(socketUrl.replace(/^ws/, 'http'), { signal: patience.signal }));
    return unknown;
  } catch (thrown) {
    const { code, message } = toAgentError(thrown);
    return code === 'internal' || code === 'relay-malformed' ? unknown : new AgentError(code, message, { cause: thrown });
  } finally {
    patience.abort();
  }
}
