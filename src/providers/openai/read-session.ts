import { fieldsIn, listIn, textIn, type Draft, type Fields } from '../../lib/fields.js';
import type { DecodedEvent } from '../../spec/voice-event.js';
import { countIn } from './count.js';
import { readToolCall, type DraftOf } from './read-item.js';
import { readUsage } from './read-usage.js';

/** In seconds; later dates cannot be expressed in JavaScript's milliseconds. */
const MAX_EPOCH_SECONDS = 8.64e12;

export function readSessionCreated(session: Fields): DraftOf<'session-created'> {
  const expiresAt = countIn(session, 'expires_at', MAX_EPOCH_SECONDS);
  return {
    type: 'session-created',
    sessionId: textIn(session, 'id'),
    ...modelAndVoice(session),
    expiresAtEpochMs: expiresAt && expiresAt * 1000,
  };
}

export function readSessionUpdated(session: Fields): DraftOf<'session-ready'> {
  return { type: 'session-ready', ...modelAndVoice(session) };
}

/**
 * The response holds its calls once more, for servers that send no `response.output_item.done`. Some servers report usage
 * beside the response instead of in it.
 */
export function readResponseDone(frame: Fields): readonly Draft<DecodedEvent>[] {
  const response = fieldsIn(frame, 'response');
  const responseId = textIn(response, 'id');
  const status = readStatus(response.status);
  const calls = status === 'completed' ? listIn(response, 'output').flatMap((item) => readToolCall(item, responseId)) : [];
  const details = fieldsIn(response, 'status_details');
  const reason = textIn(details, 'reason') ?? textIn(fieldsIn(details, 'error'), 'code');
  const usage = readUsage(response.usage) ?? readUsage(frame.usage);
  const figures = { usage: usage?.tokens, usageEstimated: usage?.estimated || undefined };
  return [...calls, { type: 'response-done', responseId, status, reason, ...figures }];
}

export function readRateLimits(frame: Fields): DraftOf<'rate-limits'> {
  const limits = listIn(frame, 'rate_limits').map((limit) => ({
    name: textIn(limit, 'name') ?? '',
    limit: countIn(limit, 'limit') ?? 0,
    remaining: countIn(limit, 'remaining') ?? 0,
    resetSeconds: countIn(limit, 'reset_seconds') ?? 0,
  }));
  return { type: 'rate-limits', limits };
}

function readStatus(status: unknown): DraftOf<'response-done'>['status'] {
  return status === 'cancelled' || status === 'incomplete' || status === 'failed' ? status : 'completed';
}

/** The voice belongs to the output audio, or to the session in servers that kept the beta's. */
function modelAndVoice(session: Fields): Record<'model' | 'voice', string | undefined> {
  const output = fieldsIn(fieldsIn(session, 'audio'), 'output');
  return { model: textIn(session, 'model'), voice: textIn(output, 'voice') ?? textIn(session, 'voice') };
}
