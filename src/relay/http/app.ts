import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { faultOf } from '../observability/fault.js';
import type { RelayParts } from '../relay-parts.js';
import { Refusal, statusOf, bodyOf, toRefusal } from '../refusal.js';
import { checkQuery } from '../admission/request-checks.js';
import { allowOrigins } from './cors.js';
import { serveDemo } from './demo.js';
import { answerHealth } from './health.js';
import { listProviders } from './providers.js';
import { showMetrics } from './metrics.js';
import { signUrl } from './signed-url.js';
import { mintSession, tellRefusal } from './tickets.js';

export interface HttpEnvironment {
  Bindings: HttpBindings;
}

/** All routes but the sockets. */
export function createApp(parts: RelayParts): Hono<HttpEnvironment> {
  const app = new Hono<HttpEnvironment>().basePath(parts.prefix);

  const refuse = (refusal: Refusal, context: Context<HttpEnvironment>): Response => {
    if (refusal.retryAfterSeconds !== undefined) context.header('Retry-After', String(refusal.retryAfterSeconds));
    return context.json(bodyOf(refusal), statusOf(refusal.code) as ContentfulStatusCode);
  };
  app.onError((thrown, context) => {
    const refusal = toRefusal(thrown);
    if (refusal.code === 'internal')
      parts.log.error({ fault: faultOf(thrown), path: context.req.routePath }, 'a request met a fault');
    parts.metrics.countRefusal('http', refusal.code);
    return refuse(refusal, context);
  });
  app.notFound((context) => refuse(new Refusal('relay-malformed', 'This relay has no such route.'), context));

  app.use(secureHeaders({ crossOriginResourcePolicy: false, crossOriginOpenerPolicy: false, xFrameOptions: false }));
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', answerHealth(parts));

  app.get('/metrics', showMetrics(parts));

  const checkSecrets: MiddlewareHandler<HttpEnvironment> = (context, next) => {
    checkQuery(new URL(context.req.url).searchParams);
    return next();
  };
  for (const room of ['/voice/*', '/openai/*', '/elevenlabs/*']) app.use(room, allowOrigins(parts), checkSecrets);

  app.get('/voice/providers', listProviders(parts));

  app.post('/openai/realtime/session', ...mintSession(parts));
  app.get('/openai/realtime/:sessionId', tellRefusal(parts));

  app.get('/elevenlabs/signed-url', signUrl(parts));

  if (parts.demo !== undefined) serveDemo(app, parts.demo);
  return app;
}
