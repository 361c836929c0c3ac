import { z } from 'zod';
import { itemSchema } from './item-schema.js';
import { ProtocolFault } from './protocol-fault.js';
import { answering, responseAudioSchema, sessionUpdateSchema } from './session-schema.js';

const base = { event_id: z.string().max(512).optional() };

const itemReference = z.strictObject({ type: z.literal('item_reference'), id: z.string() });

const responseSchema = z.strictObject({
  ...answering,
  audio: responseAudioSchema.optional(),
  conversation: z.string().optional(),
  input: z.array(z.union([itemReference, itemSchema])).optional(),
});

const schemas = {
  'session.update': z.strictObject({ ...base, type: z.literal('session.update'), session: sessionUpdateSchema }),
  'input_audio_buffer.append': z.strictObject({ ...base, type: z.literal('input_audio_buffer.append'), audio: z.string() }),
  'input_audio_buffer.commit': z.strictObject({ ...base, type: z.literal('input_audio_buffer.commit') }),
  'input_audio_buffer.clear': z.strictObject({ ...base, type: z.literal('input_audio_buffer.clear') }),
  'conversation.item.create': z.strictObject({
    ...base,
    type: z.literal('conversation.item.create'),
    previous_item_id: z.string().nullish(),
    item: itemSchema,
  }),
  'conversation.item.retrieve': z.strictObject({ ...base, type: z.literal('conversation.item.retrieve'), item_id: z.string() }),
  'conversation.item.delete': z.strictObject({ ...base, type: z.literal('conversation.item.delete'), item_id: z.string() }),
  'conversation.item.truncate': z.strictObject({
    ...base,
    type: z.literal('conversation.item.truncate'),
    item_id: z.string(),
    content_index: z.number().int().min(0),
    audio_end_ms: z.number().int().min(0),
  }),
  'response.create': z.strictObject({ ...base, type: z.literal('response.create'), response: responseSchema.nullish() }),
  'response.cancel': z.strictObject({ ...base, type: z.literal('response.cancel'), response_id: z.string().nullish() }),
} as const;

export type ClientEvent = z.infer<(typeof schemas)[keyof typeof schemas]>;
export type ResponseParams = z.infer<typeof responseSchema>;

export type ReadFrame =
  | { readonly event: ClientEvent }
  /** `eventId` is the client's own, where it could be read. */
  | { readonly fault: ProtocolFault; readonly eventId?: string };

export function parseClientEvent(frame: string): ReadFrame {
  let message: unknown;
  try {
    message = JSON.parse(frame);
  } catch {
    return { fault: new ProtocolFault('invalid_json', 'The frame is not valid JSON.') };
  }
  const { type, event_id: eventId } = envelope.safeParse(message).data ?? {};
  const about = eventId === undefined ? {} : { eventId };
  if (!isEventType(type)) return { fault: unknownType(type), ...about };
  const parsed = schemas[type].safeParse(message, { reportInput: true });
  if (parsed.success) return { event: parsed.data };
  return { fault: faultOf(parsed.error.issues[0]), ...about };
}

const envelope = z.object({ type: z.string().optional(), event_id: z.string().optional().catch(undefined) });

function isEventType(type: string | undefined): type is keyof typeof schemas {
  return type !== undefined && Object.hasOwn(schemas, type);
}

function unknownType(type: string | undefined): ProtocolFault {
  if (type === undefined) return new ProtocolFault('missing_required_parameter', "Missing required parameter: 'type'.", 'type');
  const supported = Object.keys(schemas).map((name) => `'${name}'`);
  return new ProtocolFault('invalid_value', `Invalid value: '${type}'. Supported values are: ${supported.join(', ')}.`, 'type');
}

/** Complaints that an absent field can cause. */
const MISSABLE: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'invalid_union']);

/** Says a schema's complaint in the words that clients of OpenAI's server know. */
function faultOf(issue: z.core.$ZodIssue | undefined): ProtocolFault {
  const path = (issue?.path ?? []).map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  const param = path.replace(/^\./, '');
  if (issue !== undefined && MISSABLE.has(issue.code) && issue.input === undefined) {
    return new ProtocolFault('missing_required_parameter', `Missing required parameter: '${param}'.`, param);
  }
  switch (issue?.code) {
    case 'unrecognized_keys': {
      const field = [...(param === '' ? [] : [param]), issue.keys[0]].join('.');
      return new ProtocolFault('unknown_parameter', `Unknown parameter: '${field}'.`, field);
    }
    case 'invalid_type':
      return new ProtocolFault('invalid_type', `Invalid type for '${param}': expected ${issue.expected}.`, param);
    case 'invalid_union': {
      const inner = issue.errors.flat().find((nested) => nested.code === 'unrecognized_keys');
      return inner === undefined
        ? new ProtocolFault('invalid_value', `Invalid value for '${param}'.`, param)
        : faultOf({ ...inner, path: [...issue.path, ...inner.path] });
    }
    default:
      return new ProtocolFault('invalid_value', `Invalid value for '${param}': ${issue?.message ?? 'not understood'}.`, param);
  }
}
