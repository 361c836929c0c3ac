import { createHash, timingSafeEqual } from 'node:crypto';
import type { Handler } from 'hono';
import { bearerTokenOf } from '../admission/authenticate.js';
import { isLoopback } from '../admission/loopback.js';
import type { Settings } from '../config/settings.js';
import type { Metrics } from '../observability/metrics.js';
import { Refusal } from '../refusal.js';
import type { HttpEnvironment } from './environment.js';

/** `GET /metrics`: for holders of `RELAY_METRICS_TOKEN`; if that is not set, for this machine only. */
export function showMetrics({ registry }: Metrics, { RELAY_METRICS_TOKEN: token }: Settings): Handler<HttpEnvironment> {
  return async (context) => {
    const { socket, headers } = context.env.incoming;
    const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
    const direct = isLoopback(socket.remoteAddress ?? '') && !isForwarded;
    const allowed = token === undefined ? direct : isSame(token, bearerTokenOf(context.env.incoming) ?? '');
    if (!allowed) throw new Refusal('unauthorized', 'Metrics need the token of RELAY_METRICS_TOKEN.');
    return context.text(await registry.metrics(), 200, { 'Content-Type': registry.contentType });
  };
}

function isSame(expected: string, given: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}
