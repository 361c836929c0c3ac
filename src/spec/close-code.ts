import type { AgentErrorCode } from './agent-error.js';

/**
 * WebSocket close codes of the relay and the errors they mean, one to one. 4400-4499 follow the HTTP status a refusal
 * has before the upgrade; 1000-1015 are RFC 6455's. The reason of the close frame is always the error code itself.
 */
export const CLOSE_CODES = {
  'policy-violation': 4400,
  unauthorized: 4401,
  'quota-exceeded': 4402,
  'origin-refused': 4403,
  'session-unknown': 4404,
  'idle-timeout': 4408,
  'concurrency-exceeded': 4409,
  'session-expired': 4410,
  'frame-too-large': 1009,
  'duration-limit': 4411,
  'cost-limit': 4412,
  'model-refused': 4422,
  'rate-limited': 4429,
  internal: 1011,
  'upstream-refused': 4501,
  'upstream-unavailable': 4502,
  'server-draining': 1012,
  'upstream-timeout': 4504,
  'slow-consumer': 4508,
} as const satisfies Partial<Record<AgentErrorCode, number>>;

export type ClosableErrorCode = keyof typeof CLOSE_CODES;

/** A normal end, said by either side. */
export const CLOSE_NORMAL = 1000;

const byCloseCode = new Map<number, AgentErrorCode>(
  Object.entries(CLOSE_CODES).map(([code, closeCode]) => [closeCode, code as ClosableErrorCode]),
);

/** What a close code means to the page; `null` for a normal end, `connection-lost` for what nobody announced. */
export function errorOfCloseCode(closeCode: number): AgentErrorCode | null {
  if (closeCode === CLOSE_NORMAL) return null;
  return byCloseCode.get(closeCode) ?? 'connection-lost';
}
