import type { Context, Handler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createFactory } from 'hono/factory';
import { z } from 'zod';
import { notOffered } from '../admission/admit-upgrade.js';
import { admitSubject, type SubjectParts } from '../admission/admit-subject.js';
import { traced } from '../observability/traces.js';
import type { ModelChoice, ModelRequest, RelayedDefinition, Service } from '../protocols/service.js';
import { Refusal } from '../refusal.js';
import type { Sessions } from '../session/sessions.js';
import type { SharedState } from '../state/shared-state.js';
import { TICKET_TTL_MS } from '../state/tickets/tickets.js';
import type { HttpEnvironment } from './environment.js';
import type { PublicUrlOf } from './public-url.js';

export interface TicketParts extends SubjectParts {
  readonly publicUrlOf: PublicUrlOf;
  readonly sessions: Pick<Sessions, 'checkOpen'>;
  readonly state: Pick<SharedState, 'rates' | 'tickets'>;
  readonly services: ReadonlyMap<string, Service>;
}

const MAX_BODY_BYTES = 16 * 1024;
const MAX_NAME = 128;

/** Other fields are ignored: the session is configured over the socket. */
const name = z.string().max(MAX_NAME).optional();
const modelRequest = z.object({ model: name, voice: name });

const factory = createFactory<HttpEnvironment>();

/** `POST <path>/session`: issues a ticket for one conversation. */
export function issueTicket(definition: RelayedDefinition, parts: TicketParts) {
  return factory.createHandlers(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new Refusal('frame-too-large', `A request body can have at most ${MAX_BODY_BYTES} bytes.`);
      },
    }),
    async (context) => {
      const { sessionId, model, voice } = await traced('relay.mint', {}, () => mint(definition, context, parts));
      context.header('Cache-Control', 'no-store');
      return context.json({
        wsUrl: `${parts.publicUrlOf(context.env.incoming).replace(/^http/, 'ws')}${definition.path}/${sessionId}`,
        sessionId,
        model,
        voice,
        expiresAt: new Date(Date.now() + TICKET_TTL_MS).toISOString(),
      });
    },
  );
}

async function mint(
  { id }: RelayedDefinition,
  context: Context<HttpEnvironment>,
  parts: TicketParts,
): Promise<ModelChoice & { readonly sessionId: string }> {
  parts.sessions.checkOpen();
  const request = context.env.incoming;
  const subject = await admitSubject(request, parts);
  const wanted = await readRequest(context);
  const service = parts.services.get(id);
  if (service?.kind !== 'relayed') throw notOffered(id);
  const choice = service.choose(wanted);
  const sessionId = await parts.state.tickets.mint({ subject, origin: request.headers.origin, provider: id, ...choice });
  return { sessionId, ...choice };
}

/** `GET <path>/<ticket>`: why the upgrade with this ticket was refused, which a browser cannot read from the upgrade itself. */
export function explainRefusal({ state }: Pick<TicketParts, 'state'>): Handler<HttpEnvironment> {
  return async (context) => {
    const code = await state.tickets.refusalOf(context.req.param('sessionId') ?? '');
    throw new Refusal(
      code ?? 'session-unknown',
      code === undefined ? 'Nothing is known about this ticket.' : 'The conversation of this ticket was refused.',
    );
  };
}

async function readRequest(context: Context<HttpEnvironment>): Promise<ModelRequest> {
  // Any page can post a form without a preflight request, but not JSON.
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? ''))
    throw new Refusal('policy-violation', 'The body must be JSON, with Content-Type: application/json.');
  const body = modelRequest.safeParse(await context.req.json<unknown>().catch(() => undefined));
  if (!body.success) throw new Refusal('policy-violation', 'The body must be a JSON object; model and voice must be strings.');
  return body.data;
}
