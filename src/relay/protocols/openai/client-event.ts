import { z } from 'zod';
import { item } from './item.js';
import { responseFields, sessionFields } from './session-fields.js';

const MAX_ID = 512;
const id = z.string().max(MAX_ID);
const own = { event_id: id.optional() };

const inputAppend = z.object({ ...own, type: z.literal('input_audio_buffer.append'), audio: z.base64() });
const inputCommit = z.object({ ...own, type: z.literal('input_audio_buffer.commit') });
const inputClear = z.object({ ...own, type: z.literal('input_audio_buffer.clear') });
const sessionUpdate = z.object({ ...own, type: z.literal('session.update'), session: sessionFields });
const itemCreate = z.object({
  ...own,
  type: z.literal('conversation.item.create'),
  previous_item_id: id.nullable().optional(),
  item,
});
const itemDelete = z.object({ ...own, type: z.literal('conversation.item.delete'), item_id: id });
const itemTruncate = z.object({
  ...own,
  type: z.literal('conversation.item.truncate'),
  item_id: id,
  content_index: z.int().min(0),
  audio_end_ms: z.int().min(0),
});
const responseCreate = z.object({ ...own, type: z.literal('response.create'), response: responseFields.optional() });
const responseCancel = z.object({ ...own, type: z.literal('response.cancel'), response_id: id.optional() });

/**
 * Every event a page may send. Whatever is not listed here, event or field, never reaches a service. Missing on purpose:
 * `conversation.item.retrieve`, which returns whole recordings.
 */
export const clientEvent = z.discriminatedUnion('type', [
  inputAppend,
  inputCommit,
  inputClear,
  sessionUpdate,
  itemCreate,
  itemDelete,
  itemTruncate,
  responseCreate,
  responseCancel,
]);

export type ClientEvent = z.output<typeof clientEvent>;
export type ClientEventType = ClientEvent['type'];

/** What can be told of a frame that is not allowed. */
export const anyEvent = z.object({ type: z.string().optional(), event_id: id.optional() });
