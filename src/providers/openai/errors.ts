import { fieldsIn, textIn, type Draft, type Fields } from '../../lib/fields.js';
import type { Action } from '../../spec/action.js';
import type { AgentErrorCode } from '../../spec/agent-error.js';
import type { ProviderError, ProviderEvent } from '../../spec/voice-event.js';

type Explanation = Pick<ProviderError, 'meaning' | 'errorCode'>;

/** By the service's code. Every other error leaves the conversation as it was. */
const ERRORS = new Map<string, Explanation>([
  ['conversation_already_has_active_response', { meaning: 'response-active' }],
  ['response_cancel_not_active', { meaning: 'response-inactive' }],
  // Turn detection committed first.
  ['input_audio_buffer_commit_empty', { meaning: 'benign' }],
  ['rate_limit_exceeded', { meaning: 'error', errorCode: 'rate-limited' }],
  ['insufficient_quota', { meaning: 'fatal', errorCode: 'quota-exceeded' }],
  ['invalid_api_key', { meaning: 'fatal', errorCode: 'upstream-refused' }],
  ['invalid_model', { meaning: 'fatal', errorCode: 'model-refused' }],
  ['model_not_found', { meaning: 'fatal', errorCode: 'model-refused' }],
]);

const ACTION_TYPES = {
  'update-session': true,
  'commit-audio': true,
  'clear-audio': true,
  'add-user-text': true,
  'add-user-image': true,
  'add-context': true,
  'add-tool-output': true,
  'create-response': true,
  'cancel-response': true,
  truncate: true,
  'send-raw': true,
} as const satisfies Record<Action['type'], true>;

export function readError(frame: Fields): Draft<ProviderEvent> {
  const error = fieldsIn(frame, 'error');
  const code = textIn(error, 'code') ?? textIn(error, 'type') ?? 'unknown';
  if (code === 'session_expired') return { type: 'session-expiring' };
  return {
    type: 'provider-error',
    code,
    message: textIn(error, 'message') ?? code,
    ...(ERRORS.get(code) ?? { meaning: 'error' }),
    action: actionOf(textIn(error, 'event_id') ?? ''),
  };
}

/** Our event ids are the action's type and a number. */
function actionOf(eventId: string): Action['type'] | undefined {
  const type = eventId.replace(/-\d+$/, '');
  return isActionType(type) ? type : undefined;
}

function isActionType(type: string): type is Action['type'] {
  return Object.hasOwn(ACTION_TYPES, type);
}

/** Close codes as OpenAI's service uses them (November 2026): 3000 refuses a key, 4000 and 4004 a model, 1001 ends an hour. */
export function explainClose(closeCode: number, reason: string): AgentErrorCode | null {
  switch (closeCode) {
    case 1000:
      return null;
    case 1001:
      return /maximum duration|session_expired/.test(reason) ? 'session-expired' : 'connection-lost';
    case 1009:
      return 'frame-too-large';
    case 1011:
    case 1012:
    case 1013:
      return 'upstream-unavailable';
    case 3000:
      return 'upstream-refused';
    case 4000:
      return /model/.test(reason) ? 'model-refused' : 'provider-error';
    case 4004:
      return 'model-refused';
    default:
      return 'connection-lost';
  }
}
