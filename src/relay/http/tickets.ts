import type { Context, Handler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createFactory } from 'hono/factory';
import { z } from 'zod';
import { admitSubject } from '../admission/admit-subject.js';
import type { RelayParts } from '../relay-parts.js';
import { Refusal } from '../refusal.js';
import { traced } from '../observability/traces.js';
import { TICKET_TTL_MS } from '../state/tickets/tickets.js';
import type { Choice, Wish } from '../upstream/upstream.js';
import type { HttpEnvironment } from './app.js';

const MAX_BODY_BYTES = 16 * 1024;
const NAME_CHARACTERS = 128;

/** What a page may ask for. What it says beyond this is its own affair: the session is configured over the socket. */
const name = z.string().max(NAME_CHARACTERS).optional();
const wish = z.object({ model: name, voice: name });

const factory = createFactory<HttpEnvironment>();

/** `POST /openai/realtime/session`: makes out a ticket for one conversation. */
export function mintSession(parts: RelayParts) {
  return factory.createHandlers(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new Refusal('frame-too-large', `A request may have at most ${MAX_BODY_BYTES} bytes.`);
      },
    }),
    async (context) => {
      const { sessionId, model, voice } = await traced('relay.mint', {}, () => mint(context, parts));
      context.header('Cache-Control', 'no-store');
      return context.json({
        wsUrl: `${parts.publicUrlOf(context.env.incoming).replace(/^http/, 'ws')}/openai/realtime/${sessionId}`,
        sessionId,
        model,
        voice,
        expiresAt: new Date(Date.now() + TICKET_TTL_MS).toISOString(),
      });
    },
  );
}

async function mint(context: Context<HttpEnvironment>, parts: RelayParts): Promise<Choice & { readonly sessionId: string }> {
  parts.sessions.checkOpen();
  const request = context.env.incoming;
  const subject = await admitSubject(request, parts);
  const choice = parts.upstream.choose(await readWish(context));
  const sessionId = await parts.state.tickets.mint({ subject, origin: request.headers.origin, ...choice });
  return { sessionId, ...choice };
}

/** `GET /openai/realtime/:sessionId`: why the upgrade of this ticket was refused, which a browser cannot see itself. */
export function tellRefusal({ state }: RelayParts): Handler<HttpEnvironment> {
  return async (context) => {
    const code = await state.tickets.refusalOf(context.req.param('sessionId') ?? '');
    throw new Refusal(
      code ?? 'session-unknown',
      code === undefined ? 'There is nothing to say about this ticket.' : 'The conversation of this ticket was refused.',
    );
  };
}

async function readWish(context: Context<HttpEnvironment>): Promise<Wish> {
  // A form can be posted by any page without asking first; JSON cannot.
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) {
    throw new Refusal('policy-violation', 'The body must be JSON, with Content-Type: application/json.');
  }
  const body = wish.safeParse(await context.req.json<unknown>().catch(() => undefined));
  if (!body.success) throw new Refusal('policy-violation', 'The body must be a JSON object; model and voice are strings.');
  return body.data;
}
