import type { AgentErrorCode } from '../../../spec/agent-error.js';
import { eventEnvelope } from '../../../providers/openai/schema/client-event.js';
import {
  clientEvent,
  type ClientEvent,
  type ClientEventType,
  type Item,
  type ResponseFields,
  type SessionFields,
} from './client-event.js';
import { parseJson } from '../../parse-json.js';
import { recogniseAppend } from './recognise-append.js';

/** What pages may not change. A lock on instructions also covers items that speak for anybody but the person. */
export type Lock = 'instructions' | 'tools';

export interface PolicyRules {
  readonly locks: ReadonlySet<Lock>;
  /** Voices that may be asked for; empty for any. */
  readonly voices: readonly string[];
  /** Replaces the transcription model of every session; `null` switches transcription off. */
  readonly transcriptionModel?: string | null;
}

export type Verdict =
  /** `frame` is what the service gets. `audioLetters` counts Base64 letters of speech. */
  | { readonly passes: true; readonly type: ClientEventType; readonly frame: Buffer | string; readonly audioLetters: number }
  | { readonly passes: false; readonly code: AgentErrorCode; readonly message: string; readonly eventId: string | undefined };

/** Decides on the frames of one page. */
export interface ClientPolicy {
  judge(frame: Buffer, isBinary: boolean): Verdict;
  /** The service asked for this tool call, so the page may answer it. */
  noteCall(callId: string): void;
}

/** Calls that can wait for an answer at once; older ones are forgotten. */
const MAX_CALLS = 1_024;
const MAX_PARTS = 32;
const NO_URL = 'Images must be data URLs of PNG or JPEG images.';

/**
 * Speech passes as it is, after a look at its bytes. Everything else is parsed, checked against {@link clientEvent}, and
 * written anew: the service never reads a byte that our parser might have understood differently.
 */
export function createClientPolicy({ locks, voices, transcriptionModel }: PolicyRules): ClientPolicy {
  const calls = new Set<string>();

  const refusalOf = (event: ClientEvent): Omit<Verdict & { passes: false }, 'passes' | 'eventId'> | undefined => {
    switch (event.type) {
      case 'session.update':
        return voiceFault(event.session);
      case 'response.create':
        return voiceFault(event.response);
      case 'conversation.item.create':
        return itemFault(event.item);
      default:
        return undefined;
    }
  };
  const voiceFault = (fields: SessionFields | ResponseFields | undefined): ReturnType<typeof refusalOf> => {
    const voice = fields?.audio?.output?.voice;
    if (voice === undefined || voices.length === 0 || voices.includes(typeof voice === 'string' ? voice : voice.id))
      return undefined;
    return { code: 'model-refused', message: `This relay offers the voices ${voices.join(', ')}.` };
  };
  const itemFault = (item: Item): ReturnType<typeof refusalOf> => {
    if (item.type === 'function_call_output') {
      return calls.has(item.call_id) ? undefined : { code: 'policy-violation', message: 'Nobody asked for this tool call.' };
    }
    if (item.type === 'function_call') return { code: 'policy-violation', message: 'Only the service makes tool calls.' };
    if (item.content.length > MAX_PARTS)
      return { code: 'policy-violation', message: `A message has at most ${MAX_PARTS} parts.` };
    if (item.role === 'user') return item.content.every(isOwnContent) ? undefined : { code: 'policy-violation', message: NO_URL };
    if (!locks.has('instructions')) return undefined;
    return { code: 'policy-violation', message: `Items of role ${item.role} are locked on this relay.` };
  };
  /** Leaves out what is locked: a page that sends its usual configuration still gets its conversation. */
  const unlock = <T extends SessionFields | ResponseFields>(fields: T): T => {
    const kept = { ...fields };
    if (locks.has('instructions')) delete kept.instructions;
    if (locks.has('tools')) {
      delete kept.tools;
      delete kept.tool_choice;
    }
    return kept;
  };
  const transcribe = (session: SessionFields): SessionFields => {
    const wanted = session.audio?.input?.transcription;
    if (transcriptionModel === undefined || wanted === undefined || wanted === null) return session;
    const transcription = transcriptionModel === null ? null : { ...wanted, model: transcriptionModel };
    return { ...session, audio: { ...session.audio, input: { ...session.audio?.input, transcription } } };
  };
  const rewrite = (event: ClientEvent): ClientEvent => {
    if (event.type === 'session.update') return { ...event, session: transcribe(unlock(event.session)) };
    if (event.type === 'response.create' && event.response !== undefined) return { ...event, response: unlock(event.response) };
    return event;
  };

  return {
    judge(frame, isBinary) {
      const audioLetters = isBinary ? -1 : recogniseAppend(frame);
      if (audioLetters >= 0) return { passes: true, type: 'input_audio_buffer.append', frame, audioLetters };

      const value = isBinary ? undefined : parseJson(frame);
      const parsed = clientEvent.safeParse(value);
      if (!parsed.success) return { passes: false, code: 'policy-violation', ...tell(value) };
      const event = parsed.data;
      const refusal = refusalOf(event);
      if (refusal !== undefined) return { passes: false, ...refusal, eventId: event.event_id };
      return {
        passes: true,
        type: event.type,
        frame: JSON.stringify(rewrite(event)),
        audioLetters: lettersOf(event),
      };
    },
    noteCall(callId) {
      calls.add(callId);
      const [oldest] = calls;
      if (calls.size > MAX_CALLS && oldest !== undefined) calls.delete(oldest);
    },
  };
}

/** An address instead of the image itself would make the service fetch it. */
function isOwnContent(part: { readonly type: string; readonly image_url?: string }): boolean {
  return part.type !== 'input_image' || /^data:image\/(png|jpeg);base64,/.test(part.image_url ?? '');
}

/** Speech also comes as whole recordings. */
function lettersOf(event: ClientEvent): number {
  if (event.type === 'input_audio_buffer.append') return event.audio.length;
  if (event.type !== 'conversation.item.create' || event.item.type !== 'message') return 0;
  return event.item.content.reduce((letters, part) => letters + (part.type === 'input_audio' ? (part.audio?.length ?? 0) : 0), 0);
}

const MAX_NAME = 64;

function tell(value: unknown): { readonly message: string; readonly eventId: string | undefined } {
  const event = eventEnvelope.safeParse(value);
  if (!event.success) return { message: 'This frame is not one JSON object.', eventId: undefined };
  const { type, event_id: eventId } = event.data;
  if (type === undefined) return { message: 'This frame has no type.', eventId };
  const known = clientEvent.options.some((option) => option.shape.type.value === type);
  const name = type.slice(0, MAX_NAME).replace(/[^\w.-]/g, '?');
  return { message: known ? `A field of ${name} is not allowed or wrong.` : `Events of type ${name} are not allowed.`, eventId };
}
