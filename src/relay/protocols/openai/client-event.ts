import { z } from 'zod';
import { createClientEventSchemas, type ClientEvent as AnyClientEvent } from '../../../providers/openai/schema/client-event.js';
import { createSessionSchemas } from '../../../providers/openai/schema/session.js';

const schemas = createClientEventSchemas({ object: z.object, settings: z.looseObject });

/** `model` belongs to the ticket, `prompt` would fetch instructions from elsewhere, and `tracing` would write to the relay's account. */
const NOT_FOR_PAGES = { model: true, prompt: true, tracing: true } as const;

const sessionFields = schemas['session.update'].shape.session.omit(NOT_FOR_PAGES);
const responseFields = schemas['response.create'].shape.response
  .unwrap()
  .unwrap()
  .omit({ prompt: true, input: true, parallel_tool_calls: true, reasoning: true })
  .extend({ conversation: z.enum(['auto', 'none']).optional() });

/**
 * Every event that a page may send. An event or field that is not listed never reaches a service. Left out on purpose:
 * `conversation.item.retrieve`, which returns whole recordings.
 */
export const clientEvent = z.discriminatedUnion('type', [
  schemas['input_audio_buffer.append'],
  schemas['input_audio_buffer.commit'],
  schemas['input_audio_buffer.clear'],
  schemas['session.update'].extend({ session: sessionFields }),
  schemas['conversation.item.create'],
  schemas['conversation.item.delete'],
  schemas['conversation.item.truncate'],
  schemas['response.create'].extend({ response: responseFields.optional() }),
  schemas['response.cancel'],
]);

export type ClientEvent = z.output<typeof clientEvent>;
export type Item = (AnyClientEvent & { readonly type: 'conversation.item.create' })['item'];
export type SessionFields = z.output<typeof sessionFields>;
export type ResponseFields = z.output<typeof responseFields>;

/** `RELAY_SESSION`: rejects unknown fields, because an operator's mistake must not go unnoticed. */
export const sessionSetup = createSessionSchemas({ object: z.strictObject, settings: z.looseObject }).sessionFields.omit({
  type: true,
  ...NOT_FOR_PAGES,
});

export type SessionSetup = z.output<typeof sessionSetup>;
