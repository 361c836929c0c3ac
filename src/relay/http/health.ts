import type { Handler } from 'hono';
import type { Service } from '../protocols/service.js';
import type { Sessions } from '../session/sessions.js';
import type { SharedState } from '../state/shared-state.js';
import type { HttpEnvironment } from './environment.js';

export interface HealthParts {
  readonly services: ReadonlyMap<string, Service>;
  readonly sessions: Pick<Sessions, 'count' | 'draining'>;
  readonly state: Pick<SharedState, 'ready'>;
}

/** `GET /readyz`: whether a load balancer should send conversations here. */
export function answerHealth({ services, sessions, state }: HealthParts): Handler<HttpEnvironment> {
  const status = (): string => {
    if (sessions.draining) return 'draining';
    if (!state.ready) return 'waiting for shared state';
    return areReady(services) ? 'ready' : 'loading';
  };
  return (context) => {
    const now = status();
    return context.json({ status: now, sessions: sessions.count }, now === 'ready' ? 200 : 503);
  };
}

/** Whether no service has to load anything any more. */
export function areReady(services: ReadonlyMap<string, Service>): boolean {
  return [...services.values()].every((service) => service.kind === 'direct' || service.isReady());
}
