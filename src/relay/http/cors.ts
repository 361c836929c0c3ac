import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { checkOrigin, type OriginParts } from '../admission/request-checks.js';
import type { HttpEnvironment } from './environment.js';

const PREFLIGHT_SECONDS = 600;

/**
 * Refuses pages of other origins before anything is done for them. The refusal itself can be read from any origin, so that its
 * page learns the reason; that includes preflight requests, without whose success a browser hides the answer.
 */
export function allowOrigins(parts: OriginParts): MiddlewareHandler<HttpEnvironment>[] {
  const share = cors({
    origin: (origin) => origin,
    allowMethods: ['GET', 'POST'],
    // Tracing libraries add the last three to every request of a page.
    allowHeaders: ['authorization', 'content-type', 'baggage', 'traceparent', 'tracestate'],
    exposeHeaders: ['retry-after'],
    maxAge: PREFLIGHT_SECONDS,
  });
  return [
    share,
    (context, next) => {
      checkOrigin(parts, context.env.incoming);
      return next();
    },
  ];
}
