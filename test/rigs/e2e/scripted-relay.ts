import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AgentErrorCode } from '../../../src/spec/agent-error.js';
import { bodyOf, Refusal, statusOf } from '../../../src/relay/refusal.js';
import type { Mailbox } from '../mailbox.js';
import { openUpstreamServer, SESSION_CREATED, type ServedConversation } from '../upstream-server.js';

/** What this relay does wrong. */
export type Fault =
  | { readonly at: 'nowhere' }
  /** The request for a ticket is refused, is answered by something else, or never is answered. */
  | { readonly at: 'ticket'; readonly answer: AgentErrorCode | 'a web page' | 'nothing' }
  /** The socket's handshake is refused, or never is answered. */
  | { readonly at: 'socket'; readonly answer: AgentErrorCode | 'nothing' }
  /** The socket opens, and no session ever begins. */
  | { readonly at: 'session' };

export interface ScriptedRelay {
  readonly url: string;
  fault: Fault;
  /** Those that got as far as a session. */
  readonly conversations: Mailbox<ServedConversation>;
}

/** A relay in all that a page can see of it. It does what the test tells it, and fails as it is told. */
export async function openScriptedRelay(signal: AbortSignal): Promise<ScriptedRelay> {
  let refused: AgentErrorCode = 'session-unknown';

  const answerTicket = (fault: Fault, response: ServerResponse): void => {
    if (fault.at !== 'ticket') {
      answerJson(response, 200, {
        wsUrl: `${url.replace('http', 'ws')}/openai/realtime/ticket`,
        sessionId: 'ticket',
        model: 'any',
        voice: 'any',
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
      });
    } else if (fault.answer === 'a web page') {
      response.writeHead(200, { ...SHARED, 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title>');
    } else if (fault.answer !== 'nothing') refuse(response, fault.answer);
  };
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method === 'OPTIONS') response.writeHead(204, SHARED).end();
    else if (request.method === 'POST') answerTicket(relay.fault, response);
    else refuse(response, refused);
  };
  const onUpgrade = (_request: IncomingMessage, socket: Duplex): 'handled' | undefined => {
    const { fault } = relay;
    if (fault.at !== 'socket') return undefined;
    if (fault.answer !== 'nothing') {
      refused = fault.answer;
      socket.end(`HTTP/1.1 ${statusOf(fault.answer)} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    }
    return 'handled';
  };
  const greet = (conversation: ServedConversation): void => {
    if (relay.fault.at === 'session') return;
    conversation.say(SESSION_CREATED);
    void conversation.frames
      .next()
      .then(() => conversation.say({ ...SESSION_CREATED, type: 'session.updated', event_id: 'event_2' }));
  };

  const { baseUrl, conversations } = await openUpstreamServer({ onRequest, onUpgrade, greet }, signal);
  const url = new URL(baseUrl).origin;
  const relay: ScriptedRelay = { url, fault: { at: 'nowhere' }, conversations };
  return relay;
}

const SHARED = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'authorization, content-type' };

function refuse(response: ServerResponse, code: AgentErrorCode): void {
  const refusal = new Refusal(code, 'As the test wants it.');
  answerJson(response, statusOf(code), bodyOf(refusal));
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...SHARED, 'content-type': 'application/json' }).end(JSON.stringify(body));
}
