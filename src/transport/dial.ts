import { AgentError } from '../spec/agent-error.js';
import type { Socket, SocketEvents } from '../spec/socket.js';

export type Dial = (url: string, protocols: readonly string[], events: SocketEvents) => Socket;

/** No close code: a policy forbids this thread to connect there; another thread may be allowed to. */
export const BLOCKED_BY_POLICY = 0;

/** The platform's own WebSocket, in pages and Workers. A policy that forbids it closes it with {@link BLOCKED_BY_POLICY}, at once. */
export const dialWebSocket: Dial = (url, protocols, events) => {
  let socket: WebSocket | undefined;
  const opening = new AbortController();
  const end = (closeCode: number, reason: string): void => {
    opening.abort();
    events.closed(closeCode, reason);
  };
  const refuse = (): void => {
    if (!opening.signal.aborted) end(BLOCKED_BY_POLICY, '');
  };
  // No `close` follows a refusal. Chromium dispatches only this event, Firefox throws, and WebKit dispatches an `error` on a
  // socket that stays in its connecting state.
  onPolicyViolation(url, refuse, opening.signal);
  try {
    socket = new WebSocket(url, [...protocols]);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      opening.abort();
      events.opened();
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => events.message(data);
    socket.onerror = () => socket?.readyState || refuse();
    socket.onclose = ({ code, reason }) => end(code, reason);
  } catch {
    refuse();
  }
  return {
    get bufferedAmount() {
      return socket?.bufferedAmount ?? 0;
    },
    send: (frame) => socket?.send(frame),
    close: () => socket?.close(1000),
  };
};

/** The part of a `SecurityPolicyViolationEvent` that tells a refusal from a mere report. */
interface Violation {
  readonly blockedURI?: string;
  readonly disposition?: string;
}

/** Calls `refused` when the policy of this page or Worker forbids a connection to `url`, until `signal` aborts. */
export function onPolicyViolation(url: string, refused: () => void, signal: AbortSignal): void {
  const { href } = new URL(url);
  const listener = ({ blockedURI, disposition }: Event & Violation): void => {
    if (blockedURI === href && disposition === 'enforce') refused();
  };
  // Node has no policies.
  if ('addEventListener' in globalThis) addEventListener('securitypolicyviolation', listener, { signal });
}

export function createPolicyError(url: string): AgentError {
  return new AgentError('relay-blocked', `The page’s policy (connect-src) forbids connections to ${new URL(url).origin}.`);
}
