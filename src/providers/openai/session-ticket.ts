import { defined, isFields, textIn, type Fields } from '../../lib/fields.js';
import { AgentError } from '../../spec/agent-error.js';
import type { TicketRoute } from '../../spec/provider.js';

/** Asks the relay for one conversation: `{ model?, voice? }` for `{ wsUrl, sessionId, ... }`. */
export const sessionTicket: TicketRoute = {
  method: 'POST',
  path: '/openai/realtime/session',
  body: ({ model, voice }) => defined<Fields>({ model, voice }),
  parse(answer) {
    const url = (isFields(answer) && textIn(answer, 'wsUrl')) || '';
    if (!/^wss?:\/\//.test(url) || !URL.canParse(url))
      throw new AgentError('relay-malformed', 'The relay’s ticket has no wsUrl with a WebSocket address.');
    return { url };
  },
};
