import { isFields, textIn } from '../../../src/lib/fields.js';
import { AgentError } from '../../../src/spec/agent-error.js';
import type { Capabilities } from '../../../src/spec/capabilities.js';
import type { Provider, TicketRoute } from '../../../src/spec/provider.js';
import createCodec from './codec.js';

export const SILENCE_MS = 300;

/** US dollars. */
export const SESSION_PER_MINUTE = 0.6;

const capabilities: Capabilities = {
  responses: 'server',
  interruption: 'always',
  cancellation: false,
  truncation: false,
  audioEnd: false,
  inputs: ['text'],
  tools: 'client',
  greeting: 'session',
  updates: [],
  turnDetection: ['server-vad'],
  silenceMs: SILENCE_MS,
  minCommitMs: 0,
  mute: 'silence',
};

/** The relay signs an address of the service; the socket does not pass through the relay. */
const ticket: TicketRoute = {
  request: ({ agentId = '' }) => ({ method: 'GET', path: `/odd/address?${new URLSearchParams({ agent: agentId }).toString()}` }),
  parse(answer) {
    const url = isFields(answer) ? textIn(answer, 'address') : undefined;
    if (url === undefined) throw new AgentError('relay-malformed', 'The relay’s answer has no address.');
    return { url, protocols: ['odd.v1'] };
  },
};

/** A service that shares nothing with those that are built in, and whose every choice the contract has to allow. */
const odd: Provider = {
  id: 'odd',
  label: 'Odd',
  capabilities,
  transport: { kind: 'direct', ticket },
  createCodec,
  codecUrl: new URL('./codec.ts', import.meta.url).href,
  pricesOf: () => ({ sessionPerMinute: SESSION_PER_MINUTE }),
};

export default odd;
