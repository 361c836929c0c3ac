import { isFields, textIn } from '../../lib/fields.js';
import { AgentError } from '../../spec/agent-error.js';
import type { TicketRoute } from '../../spec/provider.js';

/** Asks the relay for one conversation: `{ model?, voice? }` for `{ wsUrl, sessionId, ... }`. */
export const sessionTicket: TicketRoute = {
  method: 'POST',
  path: '/openai/realtime/session',
  body({ model, voice }) {
    return { ...(model === undefined ? {} : { model }), ...(voice === undefined ? {} : { voice }) };
  },
  parse(answer) {
    const url = isFields(answer) ? textIn(answer, 'wsUrl') : undefined;
    if (!isFields(answer) || url === undefined || !/^wss?:\/\//.test(url) || !URL.canParse(url))
      throw new AgentError('relay-malformed', 'The relay’s ticket has no wsUrl with a WebSocket address.');
    const sessionId = textIn(answer, 'sessionId');
    return { url, ...(sessionId === undefined ? {} : { sessionId }) };
  },
};
