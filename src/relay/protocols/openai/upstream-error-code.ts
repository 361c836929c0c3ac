import { fieldsIn, textIn, type Fields } from '../../../lib/fields.js';

/** What services are known to say in `error.code`, or in `error.type` where there is no code. */
const KNOWN = [
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
] as const;

/** A label has to have few values, and words of a service may hold anything. */
export type UpstreamErrorCode = (typeof KNOWN)[number] | 'other';

export function upstreamErrorCodeOf(event: Fields): UpstreamErrorCode {
  const error = fieldsIn(event, 'error');
  const said = [textIn(error, 'code'), textIn(error, 'type')];
  return KNOWN.find((code) => code === said[0]) ?? KNOWN.find((code) => code === said[1]) ?? 'other';
}
