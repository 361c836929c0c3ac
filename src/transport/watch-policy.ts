import { AgentError } from '../spec/agent-error.js';

/** As much of a `SecurityPolicyViolationEvent` as says that something was refused, and does not only report it. */
interface Violation {
  readonly blockedURI?: string;
  readonly disposition?: string;
}

/** Calls `refused` when the policy of this page or Worker keeps it from connecting to `url`, until `signal` aborts. */
export function watchPolicy(url: string, refused: () => void, signal: AbortSignal): void {
  const { href } = new URL(url);
  const hear = ({ blockedURI, disposition }: Event & Violation): void => {
    if (blockedURI === href && disposition === 'enforce') refused();
  };
  // Node has no policies.
  if ('addEventListener' in globalThis) addEventListener('securitypolicyviolation', hear, { signal });
}

export function blockedAt(url: string): AgentError {
  return new AgentError('relay-blocked', `The page’s policy (connect-src) forbids connections to ${new URL(url).origin}.`);
}
