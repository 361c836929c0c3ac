/**
 * Everything that can go wrong, and what the person in front of it can do. The words are the English defaults; the
 * element lets a page replace them, the relay sends them in its JSON errors.
 */
export const ERROR_HELP = {
  'microphone-denied': 'Allow the microphone in the browser’s address bar, then start again.',
  'microphone-dismissed': 'Start again and allow the microphone.',
  'microphone-missing': 'No microphone was found. Connect one, then start again.',
  'microphone-unknown': 'The chosen microphone cannot be found. Choose another one.',
  'microphone-busy': 'Another program uses the microphone. Close it, then start again.',
  'microphone-blocked-by-policy':
    'The page around this one must allow the microphone: allow="microphone" in its iframe, or its Permissions-Policy.',
  'insecure-origin': 'The microphone needs https:// or localhost.',
  'speaker-missing': 'The chosen speaker cannot be found. Choose another one.',
  'speaker-unsupported': 'This browser cannot choose a speaker. The system’s settings can.',
  'audio-unsupported': 'This browser cannot process audio. Use a current one, or type.',
  'worklet-blocked': 'The page’s Content-Security-Policy blocks the audio. Allow this script in script-src, or set worklet-url.',
  'invalid-configuration': 'A setting is wrong. The message names it.',
  'provider-unknown': 'This provider is unknown. The message lists all.',
  'provider-unavailable': 'The voice server does not offer this provider. Choose another one.',
  'relay-unreachable': 'The voice server cannot be reached. Check the connection, then start again.',
  'relay-blocked':
    'The page’s Content-Security-Policy blocks the voice server. Allow its https:// and its wss:// address in connect-src.',
  'relay-timeout': 'The voice server did not answer in time. Start again in a moment.',
  'relay-malformed': 'The voice server answered something unexpected. Check relay-url.',
  unauthorized: 'The voice server did not accept this page’s token. Reload the page.',
  'origin-refused': 'The voice server does not serve this site. Its owner can add it to RELAY_ALLOWED_ORIGINS.',
  'session-unknown': 'The voice server does not know this conversation. Start again.',
  'rate-limited': 'Too many requests. Start again in a moment.',
  'quota-exceeded': 'The allowance is used up. Start again later.',
  'concurrency-exceeded': 'Too many conversations are open. End one, then start again.',
  'model-refused': 'The voice server does not allow this model or voice. Choose another one.',
  'policy-violation': 'The voice server refused what this page sent.',
  'server-draining': 'The voice server is restarting. Start again in a moment.',
  'upstream-unavailable': 'The voice service cannot be reached. Start again in a moment.',
  'upstream-timeout': 'The voice service did not answer in time. Start again in a moment.',
  'upstream-refused': 'The voice service did not accept the voice server’s key. Its owner can fix it.',
  'provider-error': 'The voice service reported an error. If the conversation stops, start again.',
  'session-expired': 'The conversation reached its maximum length. Start again.',
  'connection-lost': 'The connection was lost. Start again.',
  'frame-malformed': 'The voice server sent an unreadable message. The conversation goes on.',
  'frame-too-large': 'Too much was sent at once. Choose a smaller picture, or start again.',
  'slow-consumer': 'The connection is too slow for speech. Find a better one, then start again.',
  'idle-timeout': 'Nobody spoke for a while. Start again.',
  'duration-limit': 'The conversation reached its maximum length. Start again.',
  'cost-limit': 'The conversation reached its spending limit.',
  'tool-failed': 'A tool of this page failed. The agent was told.',
  'tool-timeout': 'A tool of this page did not answer in time. The agent was told.',
  unsupported: 'This voice service cannot do that.',
  'not-started': 'Start the conversation first.',
  internal: 'Something went wrong. Start again.',
} as const satisfies Record<string, string>;

export type AgentErrorCode = keyof typeof ERROR_HELP;

/** The one error class of the package. `message` is for developers, {@link AgentError.help} for people. */
export class AgentError extends Error {
  override readonly name = 'AgentError';
  readonly code: AgentErrorCode;

  constructor(code: AgentErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** What the person can do, in English. */
  get help(): string {
    return ERROR_HELP[this.code];
  }
}

/** Converts anything thrown; what is not an `AgentError` becomes `internal` with its cause kept. */
export function toAgentError(thrown: unknown): AgentError {
  if (thrown instanceof AgentError) return thrown;
  return new AgentError('internal', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}

export function isAgentErrorCode(value: unknown): value is AgentErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_HELP, value);
}
