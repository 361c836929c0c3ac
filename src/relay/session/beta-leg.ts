import { isFields, type Fields } from '../../lib/fields.js';
import { betaFromGa } from '../../providers/openai/beta-from-ga.js';
import { betaToGa } from '../../providers/openai/beta-to-ga.js';
import { parseJson } from '../policy/parse-json.js';
import type { Leg } from './leg.js';

/**
 * A client that still speaks the beta dialect, heard and answered in today's. A stock RealtimeClient asks for a response
 * after every tool it ran, while the service is not done with the response that called it; today's services refuse that,
 * so such a wish waits, and several become one.
 */
export function createBetaLeg(client: Leg): Leg {
  let responding = false;
  let wish: Fields | undefined;
  let hear: (event: Fields) => void = () => undefined;

  const follow = (event: Fields): void => {
    if (event.type === 'response.created') responding = true;
    if (event.type !== 'response.done') return;
    responding = false;
    const waiting = wish;
    wish = undefined;
    if (waiting !== undefined) hear(waiting);
  };

  return {
    closed: client.closed,
    receive(listener) {
      hear = (event) => listener(Buffer.from(JSON.stringify(betaToGa(event))), false);
      client.receive((frame, isBinary) => {
        const event = isBinary ? undefined : parseJson(frame);
        if (!isFields(event)) return listener(frame, isBinary);
        if (event.type === 'response.create' && responding) wish = event;
        else hear(event);
      });
    },
    send(frame, onWritten) {
      const event = parseJson(frame);
      const translated = isFields(event) ? betaFromGa(event) : undefined;
      if (translated === undefined) onWritten?.();
      else client.send(JSON.stringify(translated), onWritten);
      if (isFields(event)) follow(event);
    },
    unread: (frames) => client.unread(frames),
    queuedBytes: () => client.queuedBytes(),
    pause: () => client.pause(),
    resume: () => client.resume(),
    close: (closeCode, reason) => client.close(closeCode, reason),
    terminate: () => client.terminate(),
  };
}
