import { fieldsIn, listIn, numberIn, textIn, type Fields } from '../../lib/fields.js';
import type { AudioFormat } from '../../spec/audio-format.js';
import type { ProviderEvent } from '../../spec/voice-event.js';
import { readToolCall } from './read-item.js';
import { readUsage } from './read-usage.js';

type Of<T extends ProviderEvent['type']> = ProviderEvent & { type: T };

export function readSessionCreated(session: Fields): Of<'session-created'> {
  const expiresAt = numberIn(session, 'expires_at');
  return {
    type: 'session-created',
    sessionId: textIn(session, 'id') ?? '',
    ...modelAndVoice(session),
    ...(expiresAt === undefined ? {} : { expiresAtEpochMs: expiresAt * 1000 }),
  };
}

export function readSessionUpdated(session: Fields): Of<'session-ready'> {
  const audio = fieldsIn(session, 'audio');
  const input = readFormat(fieldsIn(fieldsIn(audio, 'input'), 'format'));
  const output = readFormat(fieldsIn(fieldsIn(audio, 'output'), 'format'));
  return {
    type: 'session-ready',
    ...modelAndVoice(session),
    ...(input === undefined ? {} : { input }),
    ...(output === undefined ? {} : { output }),
  };
}

/** The calls stand in the response once more, for servers that send no `response.output_item.done`. */
export function readResponseDone(response: Fields): readonly ProviderEvent[] | undefined {
  const responseId = textIn(response, 'id');
  if (responseId === undefined) return undefined;
  const status = readStatus(textIn(response, 'status'));
  const calls = status === 'completed' ? listIn(response, 'output').flatMap((item) => readToolCall(item, responseId) ?? []) : [];
  const usage = readUsage(response.usage);
  const details = fieldsIn(response, 'status_details');
  const reason = textIn(details, 'reason') ?? textIn(fieldsIn(details, 'error'), 'code');
  const done: Of<'response-done'> = {
    type: 'response-done',
    responseId,
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(usage === undefined ? {} : { usage }),
  };
  return [...calls, done];
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
  const sentEventId = textIn(error, 'event_id');
  return {
    type: 'provider-error',
    code,
    message: textIn(error, 'message') ?? code,
    benign: BENIGN.has(code),
    ...(sentEventId === undefined ? {} : { sentEventId }),
  };
}

function readStatus(status: string | undefined): Of<'response-done'>['status'] {
  return status === 'cancelled' || status === 'incomplete' || status === 'failed' ? status : 'completed';
}

/** The voice stands with the output sound, or flat in servers that kept the beta's session. */
function modelAndVoice(session: Fields): { readonly model?: string; readonly voice?: string } {
  const model = textIn(session, 'model');
  const voice = textIn(fieldsIn(fieldsIn(session, 'audio'), 'output'), 'voice') ?? textIn(session, 'voice');
  return { ...(model === undefined ? {} : { model }), ...(voice === undefined ? {} : { voice }) };
}

function readFormat(format: Fields): AudioFormat | undefined {
  const type = textIn(format, 'type');
  if (type === 'audio/pcmu') return { encoding: 'mulaw', sampleRate: 8000 };
  return type === 'audio/pcm' ? { encoding: 'pcm16', sampleRate: numberIn(format, 'rate') ?? 24_000 } : undefined;
}
