import { z } from 'zod';
import { createItemSchema } from './item.js';
import { createSessionSchemas, type UnknownFields } from './session.js';

const eventId = z.string().max(512).optional();
const id = z.string().max(512);

/** The fields by which an error names the event that caused it. */
export const eventEnvelope = z.object({ type: z.string().optional(), event_id: eventId });

/**
 * Every event that a client of OpenAI's Realtime API (GA) may send over a WebSocket, by its type. Whoever offers less
 * narrows these schemas: the relay's policy drops unknown fields, the local agent rejects them.
 */
export function createClientEventSchemas(unknownFields: UnknownFields) {
  const { object } = unknownFields;
  const item = createItemSchema(unknownFields);
  const { sessionFields, responseFields } = createSessionSchemas(unknownFields);
  const itemReference = object({ type: z.literal('item_reference'), id });
  const event = <Type extends string>(type: Type) => ({ event_id: eventId, type: z.literal(type) });

  return {
    'session.update': object({ ...event('session.update'), session: sessionFields }),
    'input_audio_buffer.append': object({ ...event('input_audio_buffer.append'), audio: z.base64() }),
    'input_audio_buffer.commit': object(event('input_audio_buffer.commit')),
    'input_audio_buffer.clear': object(event('input_audio_buffer.clear')),
    'conversation.item.create': object({
      ...event('conversation.item.create'),
      previous_item_id: id.nullish(),
      item,
    }),
    'conversation.item.retrieve': object({ ...event('conversation.item.retrieve'), item_id: id }),
    'conversation.item.delete': object({ ...event('conversation.item.delete'), item_id: id }),
    'conversation.item.truncate': object({
      ...event('conversation.item.truncate'),
      item_id: id,
      content_index: z.int().min(0),
      audio_end_ms: z.int().min(0),
    }),
    'response.create': object({
      ...event('response.create'),
      response: responseFields.extend({ input: z.array(z.union([itemReference, item])).optional() }).nullish(),
    }),
    'response.cancel': object({ ...event('response.cancel'), response_id: id.nullish() }),
  };
}

type Schemas = ReturnType<typeof createClientEventSchemas>;
export type ClientEvent = z.output<Schemas[keyof Schemas]>;
export type ClientEventType = ClientEvent['type'];
export type ResponseFields = NonNullable<z.output<Schemas['response.create']>['response']>;
