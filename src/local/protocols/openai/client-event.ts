import { z } from 'zod';
import { createClientEventSchemas, eventEnvelope, type ClientEvent } from '../../../providers/openai/schema/client-event.js';
import type { SessionFields } from '../../../providers/openai/schema/session.js';
import { ProtocolError } from './protocol-error.js';
import { findVoice, VOICE_NAMES } from './voices.js';

/** An unknown field rejects the whole event, as it does at OpenAI. */
const schemas = createClientEventSchemas({ object: z.strictObject });

export type ParsedFrame =
  | { readonly event: ClientEvent }
  /** `eventId` is the client's own, where it is readable. */
  | { readonly error: ProtocolError; readonly eventId?: string };

export function parseClientEvent(frame: string): ParsedFrame {
  let message: unknown;
  try {
    message = JSON.parse(frame);
  } catch {
    return { error: new ProtocolError('invalid_json', 'The frame is not valid JSON.') };
  }
  const { type, event_id: eventId } = eventEnvelope.safeParse(message).data ?? {};
  const about = eventId === undefined ? {} : { eventId };
  if (!isEventType(type)) return { error: unknownType(type), ...about };
  const parsed = schemas[type].safeParse(message, { reportInput: true });
  const error = parsed.success ? findUnsupported(parsed.data) : toError(parsed.error.issues[0]);
  return error === undefined && parsed.success ? { event: parsed.data } : { error: error ?? toError(undefined), ...about };
}

function isEventType(type: string | undefined): type is keyof typeof schemas {
  return type !== undefined && Object.hasOwn(schemas, type);
}

function unknownType(type: string | undefined): ProtocolError {
  if (type === undefined) return new ProtocolError('missing_required_parameter', "Missing required parameter: 'type'.", 'type');
  return unsupported(type, Object.keys(schemas), 'type');
}

function unsupported(value: unknown, supported: readonly string[], param: string): ProtocolError {
  const list = supported.map((name) => `'${name}'`).join(', ');
  return new ProtocolError('invalid_value', `Invalid value: '${String(value)}'. Supported values are: ${list}.`, param);
}

/** Valid settings that this agent does not offer are rejected rather than silently ignored. */
function findUnsupported(event: ClientEvent): ProtocolError | undefined {
  if (event.type === 'session.update') return findUnsupportedAudio(event.session.audio, 'session.audio');
  if (event.type === 'response.create') return findUnsupportedAudio(event.response?.audio, 'response.audio');
  return undefined;
}

function findUnsupportedAudio(audio: SessionFields['audio'], path: string): ProtocolError | undefined {
  const detection = audio?.input?.turn_detection;
  if (detection?.type === 'server_vad' && typeof detection.idle_timeout_ms === 'number') {
    return unsupported(detection.idle_timeout_ms, ['null'], `${path}.input.turn_detection.idle_timeout_ms`);
  }
  for (const direction of ['input', 'output'] as const) {
    const format = audio?.[direction]?.format?.type ?? 'audio/pcm';
    if (format !== 'audio/pcm') return unsupported(format, ['audio/pcm'], `${path}.${direction}.format.type`);
  }
  const voice = audio?.output?.voice;
  if (voice === undefined || findVoice(voice) !== undefined) return undefined;
  return unsupported(typeof voice === 'string' ? voice : voice.id, VOICE_NAMES, `${path}.output.voice`);
}

/** The issues that an absent field can cause. */
const MAY_BE_ABSENT: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'invalid_union', 'invalid_format']);

/** Describes an issue of a schema as OpenAI's server does. */
function toError(issue: z.core.$ZodIssue | undefined): ProtocolError {
  const path = (issue?.path ?? []).map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  const param = path.replace(/^\./, '');
  if (issue !== undefined && MAY_BE_ABSENT.has(issue.code) && issue.input === undefined) {
    return new ProtocolError('missing_required_parameter', `Missing required parameter: '${param}'.`, param);
  }
  switch (issue?.code) {
    case 'unrecognized_keys': {
      const field = [...(param === '' ? [] : [param]), issue.keys[0]].join('.');
      return new ProtocolError('unknown_parameter', `Unknown parameter: '${field}'.`, field);
    }
    case 'invalid_type':
      return new ProtocolError('invalid_type', `Invalid type for '${param}': expected ${issue.expected}.`, param);
    case 'invalid_union': {
      const inner = issue.errors.flat().find((nested) => nested.code === 'unrecognized_keys');
      return inner === undefined
        ? new ProtocolError('invalid_value', `Invalid value for '${param}'.`, param)
        : toError({ ...inner, path: [...issue.path, ...inner.path] });
    }
    default:
      return new ProtocolError('invalid_value', `Invalid value for '${param}': ${issue?.message ?? 'not understood'}.`, param);
  }
}
