import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { IsAllowedOrigin } from '../admission/origins.js';
import { checkOrigin } from '../admission/request-checks.js';
import type { HttpEnvironment } from './environment.js';

const PREFLIGHT_SECONDS = 600;

/** Lets pages of allowed origins read the responses, and refuses all others before anything is done for them. */
export function allowOrigins(isAllowedOrigin: IsAllowedOrigin): MiddlewareHandler<HttpEnvironment> {
  const share = cors({
    origin: (origin) => origin,
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['authorization', 'content-type'],
    exposeHeaders: ['retry-after'],
    maxAge: PREFLIGHT_SECONDS,
  });
  return (context, next) => {
    checkOrigin(isAllowedOrigin, context.env.incoming);
    return share(context, next);
  };
}
