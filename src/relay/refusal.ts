import { AgentError, type AgentErrorCode } from '../spec/agent-error.js';
import { CLOSE_CODES } from '../spec/close-code.js';

export interface RefusalOptions extends ErrorOptions {
  readonly retryAfterSeconds?: number | undefined;
  /** Whether an immediate retry may succeed; only for failures without any effect. */
  readonly mayRetry?: boolean;
  /** Other providers of this relay that the page can use instead. */
  readonly alternatives?: readonly string[];
  /** Headers of the response. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The reason why a request is refused. The message is the relay's own: no words of a service, no secrets. */
export class Refusal extends AgentError {
  readonly retryAfterSeconds: number | undefined;
  readonly mayRetry: boolean;
  readonly alternatives: readonly string[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: AgentErrorCode,
    message: string,
    { retryAfterSeconds, mayRetry = false, alternatives = [], headers = {}, ...options }: RefusalOptions = {},
  ) {
    super(code, message, options);
    this.retryAfterSeconds = retryAfterSeconds;
    this.mayRetry = mayRetry;
    this.alternatives = alternatives;
    this.headers = {
      ...headers,
      ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
    };
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

/** The HTTP status of a refusal; close codes 4400-4499 repeat it by definition. */
export function statusOf(code: AgentErrorCode): number {
  const other = OTHER_STATUSES[code];
  if (other !== undefined) return other;
  const closeCode = new Map<AgentErrorCode, number>(Object.entries(CLOSE_CODES) as [AgentErrorCode, number][]).get(code) ?? 0;
  return closeCode >= 4400 && closeCode < 4500 ? closeCode - APPLICATION_CODES : 500;
}

/** The body of every refusal. */
export interface RefusalBody {
  readonly error: { readonly code: AgentErrorCode; readonly message: string; readonly help: string };
  /** Other providers of this relay that the page can use instead. */
  readonly alternatives?: readonly string[];
}

export function bodyOf(refusal: Refusal): RefusalBody {
  const { code, message, help, alternatives } = refusal;
  return { error: { code, message, help }, ...(alternatives.length > 0 && { alternatives }) };
}

/** Converts anything thrown into a refusal; an unexpected error tells the client nothing about itself. */
export function toRefusal(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  return new Refusal('internal', 'The relay failed.', { cause: thrown });
}
