import { fieldsIn, listIn, numberIn, textIn, type Draft, type Fields } from '../../lib/fields.js';
import type { ProviderEvent } from '../../spec/voice-event.js';
import { readToolCall } from './read-item.js';
import { readUsage } from './read-usage.js';

type Of<T extends ProviderEvent['type']> = Draft<ProviderEvent & { type: T }>;

export function readSessionCreated(session: Fields): Of<'session-created'> {
  const expiresAt = numberIn(session, 'expires_at');
  return {
    type: 'session-created',
    sessionId: textIn(session, 'id') ?? '',
    ...modelAndVoice(session),
    expiresAtEpochMs: expiresAt && expiresAt * 1000,
  };
}

export function readSessionUpdated(session: Fields): Of<'session-ready'> {
  return { type: 'session-ready', ...modelAndVoice(session) };
}

/** The calls stand in the response once more, for servers that send no `response.output_item.done`. */
export function readResponseDone(response: Fields): readonly Draft<ProviderEvent>[] | undefined {
  const responseId = textIn(response, 'id');
  if (responseId === undefined) return undefined;
  const status = readStatus(response.status);
  const calls = status === 'completed' ? listIn(response, 'output').flatMap((item) => readToolCall(item, responseId)) : [];
  const details = fieldsIn(response, 'status_details');
  const reason = textIn(details, 'reason') ?? textIn(fieldsIn(details, 'error'), 'code');
  const usage = readUsage(response.usage);
  const figures = { usage: usage?.tokens, usageEstimated: usage?.estimated || undefined };
  return [...calls, { type: 'response-done', responseId, status, reason, ...figures }];
}

export function readRateLimits(frame: Fields): Of<'rate-limits'> {
  const limits = listIn(frame, 'rate_limits').map((limit) => ({
    name: textIn(limit, 'name') ?? '',
    limit: numberIn(limit, 'limit') ?? 0,
    remaining: numberIn(limit, 'remaining') ?? 0,
    resetSeconds: numberIn(limit, 'reset_seconds') ?? 0,
  }));
  return { type: 'rate-limits', limits };
}

/** Errors that come from two messages crossing on the wire. Nothing was lost, or the session mends it by itself. */
const BENIGN: ReadonlySet<string> = new Set([
  'response_cancel_not_active',
  'conversation_already_has_active_response',
  'input_audio_buffer_commit_empty',
]);

export function readError(frame: Fields): Of<'provider-error'> {
  const error = fieldsIn(frame, 'error');
  const code = textIn(error, 'code') ?? textIn(error, 'type') ?? 'unknown';
  return {
    type: 'provider-error',
    code,
    message: textIn(error, 'message') ?? code,
    benign: BENIGN.has(code),
    sentEventId: textIn(error, 'event_id'),
  };
}

function readStatus(status: unknown): Of<'response-done'>['status'] {
  return status === 'cancelled' || status === 'incomplete' || status === 'failed' ? status : 'completed';
}

/** The voice stands with the output sound, or flat in servers that kept the beta's session. */
function modelAndVoice(session: Fields): Record<'model' | 'voice', string | undefined> {
  const output = fieldsIn(fieldsIn(session, 'audio'), 'output');
  return { model: textIn(session, 'model'), voice: textIn(output, 'voice') ?? textIn(session, 'voice') };
}
