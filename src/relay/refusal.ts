import { AgentError, type AgentErrorCode } from '../spec/agent-error.js';
import { CLOSE_CODES } from '../spec/close-code.js';

export interface RefusalOptions extends ErrorOptions {
  readonly retryAfterSeconds?: number | undefined;
  /** Whether the same thing might succeed at once when it is tried again: only where it cannot have had an effect. */
  readonly mayRetry?: boolean;
  /** Providers of this relay that the page could turn to instead. */
  readonly alternatives?: readonly string[];
}

/** A caller is turned away. The message is ours alone: no upstream's words, no secrets. */
export class Refusal extends AgentError {
  readonly retryAfterSeconds: number | undefined;
  readonly mayRetry: boolean;
  readonly alternatives: readonly string[];

  constructor(
    code: AgentErrorCode,
    message: string,
    { retryAfterSeconds, mayRetry = false, alternatives = [], ...options }: RefusalOptions = {},
  ) {
    super(code, message, options);
    this.retryAfterSeconds = retryAfterSeconds;
    this.mayRetry = mayRetry;
    this.alternatives = alternatives;
  }
}

const OTHER_STATUSES: Partial<Record<AgentErrorCode, number>> = {
  'relay-malformed': 404,
  'provider-unavailable': 404,
  'frame-too-large': 413,
  'upstream-refused': 502,
  'upstream-unavailable': 503,
  'upstream-timeout': 504,
  'server-draining': 503,
};

const APPLICATION_CODES = 4000;

/** The HTTP status a refusal has before the upgrade; close codes 4400-4499 repeat it by definition. */
export function statusOf(code: AgentErrorCode): number {
  const other = OTHER_STATUSES[code];
  if (other !== undefined) return other;
  const closeCode = new Map<AgentErrorCode, number>(Object.entries(CLOSE_CODES) as [AgentErrorCode, number][]).get(code) ?? 0;
  return closeCode >= 4400 && closeCode < 4500 ? closeCode - APPLICATION_CODES : 500;
}

/** What every refusal says, whatever it refuses. */
export interface RefusalBody {
  readonly error: { readonly code: AgentErrorCode; readonly message: string; readonly help: string };
  /** Providers of this relay that could be tried instead. */
  readonly alternatives?: readonly string[];
}

export function bodyOf(refusal: Refusal): RefusalBody {
  const { code, message, help, alternatives } = refusal;
  return { error: { code, message, help }, ...(alternatives.length > 0 && { alternatives }) };
}

/** Makes a refusal of anything thrown; what is not ours says nothing of itself to the caller. */
export function toRefusal(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  return new Refusal('internal', 'The relay met a fault of its own.', { cause: thrown });
}
