import { eventEnvelope } from '../../../providers/openai/schema/client-event.js';
import type { AgentErrorCode } from '../../../spec/agent-error.js';
import { parseJson } from '../../parse-json.js';
import type { ClientVerdict } from '../upstream-protocol.js';
import { clientEvent, type ClientEvent, type Item, type ResponseFields, type SessionFields } from './client-event.js';
import { createErrorEvent } from './errors.js';
import { countAppendedLetters } from './recognise-append.js';

/** What pages may not change. A lock on instructions covers items of any role but the user's, too. */
export type Lock = 'instructions' | 'tools';

export interface PolicyRules {
  readonly locks: ReadonlySet<Lock>;
  /** Voices that may be asked for; empty for any. */
  readonly voices: readonly string[];
  /** Replaces the transcription model of every session; `null` switches transcription off. */
  readonly transcriptionModel?: string | null;
}

/** Checks the messages of one client. */
export interface ClientPolicy {
  check(message: Buffer, isBinary: boolean): ClientVerdict;
  /** The service made this tool call, so the client may send its output. */
  allowToolOutput(callId: string): void;
}

interface Violation {
  readonly code: AgentErrorCode;
  readonly message: string;
}

/** Tool calls that can wait for their output at the same time; older ones are forgotten. */
const MAX_CALLS = 1_024;
const MAX_PARTS = 32;

/**
 * Speech passes untouched after a look at its bytes. Everything else is parsed, checked against {@link clientEvent} and
 * serialised again, so the service never reads a byte that our parser might have read differently.
 */
export function createClientPolicy(rules: PolicyRules): ClientPolicy {
  const calls = new Set<string>();

  return {
    check(message, isBinary) {
      const letters = isBinary ? -1 : countAppendedLetters(message);
      if (letters >= 0) return { passes: true, isAudio: true, message, audioBytes: letters };

      const value = isBinary ? undefined : parseJson(message);
      const parsed = clientEvent.safeParse(value);
      if (!parsed.success) return explainInvalid(value);
      const event = parsed.data;
      const violation = findViolation(event, rules, calls);
      if (violation !== undefined) return reject(violation, event.event_id);
      return {
        passes: true,
        isAudio: event.type === 'input_audio_buffer.append',
        message: JSON.stringify(applyRules(event, rules)),
        audioBytes: countAudioBytes(event),
      };
    },
    allowToolOutput(callId) {
      calls.add(callId);
      const [oldest] = calls;
      if (calls.size > MAX_CALLS && oldest !== undefined) calls.delete(oldest);
    },
  };
}

function reject({ code, message }: Violation, eventId: string | undefined): ClientVerdict {
  return { passes: false, code, reply: createErrorEvent(code, message, eventId) };
}

function violates(message: string): Violation {
  return { code: 'policy-violation', message };
}

function findViolation(event: ClientEvent, rules: PolicyRules, calls: ReadonlySet<string>): Violation | undefined {
  switch (event.type) {
    case 'session.update':
      return checkVoice(event.session, rules);
    case 'response.create':
      return checkVoice(event.response, rules);
    case 'conversation.item.create':
      return checkItem(event.item, rules, calls);
    default:
      return undefined;
  }
}

function checkVoice(fields: SessionFields | ResponseFields | undefined, { voices }: PolicyRules): Violation | undefined {
  const voice = fields?.audio?.output?.voice;
  if (voice === undefined || voices.length === 0) return undefined;
  if (voices.includes(typeof voice === 'string' ? voice : voice.id)) return undefined;
  return { code: 'model-refused', message: `This relay offers the voices ${voices.join(', ')}.` };
}

function checkItem(item: Item, { locks }: PolicyRules, calls: ReadonlySet<string>): Violation | undefined {
  switch (item.type) {
    case 'function_call':
      return violates('Only the service makes tool calls.');
    case 'function_call_output':
      return calls.has(item.call_id) ? undefined : violates('The service has not made this tool call.');
    case 'message':
      if (item.content.length > MAX_PARTS) return violates(`A message can have at most ${MAX_PARTS} parts.`);
      if (item.role !== 'user')
        return locks.has('instructions') ? violates(`Items of role ${item.role} are locked on this relay.`) : undefined;
      // The service would fetch an image that is given by its address.
      if (item.content.every((part) => part.type !== 'input_image' || isInlineImage(part.image_url))) return undefined;
      return violates('An image must be a data URL of a PNG or JPEG image.');
    default:
      return item satisfies never;
  }
}

function isInlineImage(url: string): boolean {
  return /^data:image\/(png|jpeg);base64,/.test(url);
}

function applyRules(event: ClientEvent, rules: PolicyRules): ClientEvent {
  if (event.type === 'session.update') return { ...event, session: setTranscription(dropLocked(event.session, rules), rules) };
  if (event.type === 'response.create' && event.response !== undefined)
    return { ...event, response: dropLocked(event.response, rules) };
  return event;
}

/** Locked fields are dropped, not rejected: a page that sends its usual configuration still gets its conversation. */
function dropLocked<T extends SessionFields | ResponseFields>(fields: T, { locks }: PolicyRules): T {
  const kept = { ...fields };
  if (locks.has('instructions')) delete kept.instructions;
  if (locks.has('tools')) {
    delete kept.tools;
    delete kept.tool_choice;
  }
  return kept;
}

function setTranscription(session: SessionFields, { transcriptionModel: model }: PolicyRules): SessionFields {
  const wanted = session.audio?.input?.transcription;
  if (model === undefined || wanted === undefined || wanted === null) return session;
  const transcription = model === null ? null : { ...wanted, model };
  return { ...session, audio: { ...session.audio, input: { ...session.audio?.input, transcription } } };
}

/** Speech is also sent as whole recordings. */
function countAudioBytes(event: ClientEvent): number {
  if (event.type === 'input_audio_buffer.append') return event.audio.length;
  if (event.type !== 'conversation.item.create' || event.item.type !== 'message') return 0;
  return event.item.content.reduce((bytes, part) => bytes + (part.type === 'input_audio' ? (part.audio?.length ?? 0) : 0), 0);
}

const MAX_NAME = 64;

function explainInvalid(value: unknown): ClientVerdict {
  const event = eventEnvelope.safeParse(value);
  if (!event.success) return reject(violates('This frame is not a JSON object.'), undefined);
  const { type, event_id: eventId } = event.data;
  if (type === undefined) return reject(violates('This event has no type.'), eventId);
  const isKnown = clientEvent.options.some((option) => option.shape.type.value === type);
  const name = type.slice(0, MAX_NAME).replace(/[^\w.-]/g, '?');
  return reject(
    violates(isKnown ? `A field of ${name} is not allowed or invalid.` : `Events of type ${name} are not allowed.`),
    eventId,
  );
}
