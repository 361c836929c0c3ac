import { defined, isFields, textIn, type Fields } from '../../lib/fields.js';
import { AgentError } from '../../spec/agent-error.js';
import type { Capabilities } from '../../spec/capabilities.js';
import type { Provider, TicketRoute } from '../../spec/provider.js';
import { createOpenAICodec } from './codec.js';
import { pricesOf } from './prices.js';
import { VAD_DEFAULTS } from './session-update.js';

const capabilities: Capabilities = {
  responses: 'client',
  interruption: 'configurable',
  cancellation: true,
  truncation: true,
  audioEnd: true,
  inputs: ['text', 'image', 'context'],
  tools: 'client',
  greeting: 'response',
  updates: ['instructions', 'voice', 'language', 'speed', 'turnDetection', 'tools', 'clientSession'],
  turnDetection: ['server-vad', 'semantic-vad', 'none'],
  silenceMs: VAD_DEFAULTS.silenceDurationMs,
  minCommitMs: 100,
  mute: 'commit',
};

/** Asks the relay for one conversation: `{ model?, voice? }` for `{ wsUrl, sessionId, ... }`. */
const ticket: TicketRoute = {
  request: ({ model, voice }) => ({
    method: 'POST',
    path: '/openai/realtime/session',
    body: defined<Fields>({ model, voice }),
  }),
  parse(answer) {
    const url = (isFields(answer) && textIn(answer, 'wsUrl')) || '';
    if (!/^wss?:\/\//.test(url) || !URL.canParse(url))
      throw new AgentError('relay-malformed', 'The relay’s ticket has no wsUrl with a WebSocket address.');
    return { url };
  },
};

const openai: Provider = {
  id: 'openai',
  label: 'OpenAI Realtime',
  capabilities,
  transport: { kind: 'relayed', ticket },
  credential: { environment: 'OPENAI_API_KEY', header: 'Authorization', prefix: 'Bearer ' },
  createCodec: createOpenAICodec,
  pricesOf,
};

export default openai;
