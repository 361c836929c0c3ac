import type { Handler } from 'hono';
import type { RelayParts } from '../relay-parts.js';
import type { HttpEnvironment } from './app.js';

/** Whether a balancer should send conversations here. */
export function answerHealth({ upstream, sessions, state }: RelayParts): Handler<HttpEnvironment> {
  return (context) => {
    const status = sessions.draining
      ? 'draining'
      : !state.ready
        ? 'waiting for shared state'
        : upstream.ready
          ? 'ready'
          : 'loading';
    return context.json({ status, sessions: sessions.count }, status === 'ready' ? 200 : 503);
  };
}
