import { z } from 'zod';
import { fieldsIn, textIn, type Fields } from '../../../lib/fields.js';
import type { AgentErrorCode } from '../../../spec/agent-error.js';
import type { ClosableErrorCode } from '../../../spec/close-code.js';
import { parseJson } from '../../parse-json.js';

/** A service accepts the connection before it checks the key: a wrong one gets 101, then an error, and only then a close. */
const firstMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session.created') }),
  z.object({ type: z.literal('error'), error: z.object({ code: z.string().nullish() }) }),
]);

const MODEL_ERRORS = new Set(['model_not_found', 'invalid_model', 'missing_model']);
const QUOTA_ERRORS = new Set(['insufficient_quota', 'rate_limit_exceeded']);

/** The error in a service's first message; `null` for `session.created`. */
export function checkFirstMessage(message: Buffer): ClosableErrorCode | null {
  const first = firstMessage.safeParse(parseJson(message));
  if (!first.success) return 'upstream-unavailable';
  return first.data.type === 'session.created' ? null : mapErrorCode(first.data.error.code ?? '');
}

function mapErrorCode(code: string): ClosableErrorCode {
  if (code === 'session_expired') return 'session-expired';
  if (MODEL_ERRORS.has(code)) return 'model-refused';
  if (QUOTA_ERRORS.has(code)) return 'upstream-unavailable';
  return 'upstream-refused';
}

const NORMAL = 1000;
const GOING_AWAY = 1001;
/** OpenAI's own codes, as observed: a wrong key, a wrong request, an unknown model. */
const INVALID_KEY = 3000;
const INVALID_REQUEST = 4000;
const UNKNOWN_MODEL = 4004;

/** What a close code of the service means to the client; `null` for a normal end. */
export function mapCloseCode(closeCode: number, reason: string): ClosableErrorCode | null {
  switch (closeCode) {
    case NORMAL:
      return null;
    case GOING_AWAY:
      return /maximum duration/.test(reason) ? 'session-expired' : 'upstream-unavailable';
    case INVALID_KEY:
      return 'upstream-refused';
    case INVALID_REQUEST:
      return /model/.test(reason) ? 'model-refused' : 'upstream-refused';
    case UNKNOWN_MODEL:
      return 'model-refused';
    default:
      return 'upstream-unavailable';
  }
}

/** Values of `error.code`, or of `error.type` where there is no code, that metrics count separately. */
const KNOWN_CODES: readonly string[] = [
  'conversation_already_has_active_response',
  'input_audio_buffer_commit_empty',
  'insufficient_quota',
  'invalid_request_error',
  'invalid_value',
  'item_truncate_invalid_item_id',
  'missing_required_parameter',
  'rate_limit_exceeded',
  'response_cancel_not_active',
  'server_error',
  'session_expired',
  'unknown_parameter',
];

/** The code of an `error` event as a metrics label: `other` for any code that is not known, which could hold anything. */
export function errorLabel(event: Fields): string {
  const error = fieldsIn(event, 'error');
  const [code, type] = [textIn(error, 'code'), textIn(error, 'type')];
  return KNOWN_CODES.find((known) => known === code) ?? KNOWN_CODES.find((known) => known === type) ?? 'other';
}

/** An `error` event of the relay's own, for a client event that it did not forward. */
export function createErrorEvent(code: AgentErrorCode, message: string, eventId: string | undefined): string {
  return JSON.stringify({
    type: 'error',
    event_id: 'event_of_the_relay',
    error: { type: 'invalid_request_error', code, message, param: null, event_id: eventId ?? null },
  });
}
