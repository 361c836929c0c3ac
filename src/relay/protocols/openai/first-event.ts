import { z } from 'zod';
import type { ClosableErrorCode } from '../../../spec/close-code.js';
import { parseJson } from '../../parse-json.js';

/** How a service starts: by taking us in, or by a fault that tells why it is about to hang up. */
const firstWord = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session.created') }),
  z.object({ type: z.literal('error'), error: z.object({ code: z.string().nullish() }) }),
]);

const REFUSED_MODELS = new Set(['model_not_found', 'invalid_model', 'missing_model']);
const SPENT = new Set(['insufficient_quota', 'rate_limit_exceeded']);

/** What is wrong with a service's first frame; `null` for a welcome. A wrong key gets 101, an error and only then a close. */
export function readFirstWord(frame: Buffer): ClosableErrorCode | null {
  const word = firstWord.safeParse(parseJson(frame));
  if (!word.success) return 'upstream-unavailable';
  return word.data.type === 'session.created' ? null : meaningOfFault(word.data.error.code ?? '');
}

/** What a service's error code means to a caller. */
export function meaningOfFault(code: string): ClosableErrorCode {
  if (code === 'session_expired') return 'session-expired';
  if (REFUSED_MODELS.has(code)) return 'model-refused';
  if (SPENT.has(code)) return 'upstream-unavailable';
  return 'upstream-refused';
}
