import type { Logger } from 'pino';
import { faultOf } from './fault.js';

/** Something an operator should look at soon. */
export type AlertKind =
  | 'upstream-refused'
  | 'quota-exceeded'
  | 'page-misbehaves'
  | 'tickets-guessed'
  | 'tokens-guessed'
  | 'shared-state-lost'
  | 'usage-not-written';

export interface Alerts {
  /** Writes a log line, and posts `{ alert, at, ...details }` to the webhook: once a minute for each kind at the most. */
  raise(kind: AlertKind, details: Readonly<Record<string, string | number>>): void;
}

const QUIET_MS = 60_000;
const TIMEOUT_MS = 5_000;

export function createAlerts(url: string | undefined, log: Logger, now: () => number = Date.now): Alerts {
  const raisedAt = new Map<AlertKind, number>();

  const post = async (body: string): Promise<void> => {
    if (url === undefined) return;
    try {
      await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (thrown) {
      log.error({ fault: faultOf(thrown) }, 'the alert webhook does not answer');
    }
  };

  return {
    raise(kind, details) {
      if (now() - (raisedAt.get(kind) ?? -Infinity) < QUIET_MS) return;
      raisedAt.set(kind, now());
      log.error({ alert: kind, ...details }, 'ALERT');
      void post(JSON.stringify({ alert: kind, at: new Date(now()).toISOString(), ...details }));
    },
  };
}
