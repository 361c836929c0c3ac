import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { faultOf } from '../observability/fault.js';
import type { ServiceDefinition } from '../protocols/service.js';
import { Refusal, statusOf, bodyOf, toRefusal } from '../refusal.js';
import { checkQuery, type OriginParts } from '../admission/request-checks.js';
import { allowOrigins } from './cors.js';
import { serveDemo, type DemoFolders } from './demo.js';
import type { HttpEnvironment } from './environment.js';
import { answerHealth, type HealthParts } from './health.js';
import { listProviders, type ProvidersParts } from './providers.js';
import { showMetrics } from './metrics.js';
import { issueSignedUrl, type SignedUrlParts } from './signed-url.js';
import { explainRefusal, issueTicket, type TicketParts } from './tickets.js';
import type { Sessions } from '../session/sessions.js';
import type { SharedState } from '../state/shared-state.js';
import type { Logger } from 'pino';

export interface AppParts extends OriginParts, TicketParts, SignedUrlParts, HealthParts, ProvidersParts {
  readonly prefix: string;
  readonly log: Logger;
  readonly state: SharedState;
  readonly sessions: Sessions;
  readonly definitions: readonly ServiceDefinition[];
  readonly demo: DemoFolders | undefined;
}

/** All routes except the sockets. */
export function createApp(parts: AppParts): Hono<HttpEnvironment> {
  const app = new Hono<HttpEnvironment>().basePath(parts.prefix);

  const refuse = (refusal: Refusal, context: Context<HttpEnvironment>): Response => {
    return context.json(bodyOf(refusal), statusOf(refusal.code) as ContentfulStatusCode, { ...refusal.headers });
  };
  app.onError((thrown, context) => {
    const refusal = toRefusal(thrown);
    if (refusal.code === 'internal') parts.log.error({ fault: faultOf(thrown), path: context.req.routePath }, 'a request failed');
    parts.metrics.countRefusal('http', refusal.code);
    return refuse(refusal, context);
  });
  app.notFound((context) => refuse(new Refusal('relay-malformed', 'This relay has no such route.'), context));

  app.use(secureHeaders({ crossOriginResourcePolicy: false, crossOriginOpenerPolicy: false, xFrameOptions: false }));
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', answerHealth(parts));

  app.get('/metrics', showMetrics(parts.metrics, parts.settings));

  const checkSecrets: MiddlewareHandler<HttpEnvironment> = (context, next) => {
    checkQuery(new URL(context.req.url).searchParams);
    return next();
  };
  const forPages = ['voice', ...parts.definitions.map(({ id }) => id)];
  for (const folder of forPages) app.use(`/${folder}/*`, ...allowOrigins(parts), checkSecrets);

  app.get('/voice/providers', listProviders(parts));
  for (const definition of parts.definitions) {
    switch (definition.kind) {
      case 'relayed':
        app.post(`${definition.path}/session`, ...issueTicket(definition, parts));
        app.get(`${definition.path}/:sessionId`, explainRefusal(parts));
        break;
      case 'direct':
        app.get(definition.path, issueSignedUrl(definition, parts));
        break;
      default:
        definition satisfies never;
    }
  }

  if (parts.demo !== undefined) serveDemo(app, parts.demo);
  return app;
}
