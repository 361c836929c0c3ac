import type { IncomingMessage } from 'node:http';
import { createChild } from '../../lib/child-signal.js';
import { onAbort } from '../../lib/on-abort.js';
import { after } from '../../lib/timer.js';
import { Refusal } from '../refusal.js';
import type { Leg } from '../session/leg.js';
import { SocketLeg } from '../session/socket-leg.js';
import { readFirstWord } from '../protocols/openai/first-event.js';
import { meaningOfClose } from '../protocols/openai/map-close-code.js';
import { openSocket, type SocketAnswers } from './open-socket.js';

export interface DialTarget {
  readonly url: URL;
  /** All there is: nothing of the client's request is ever passed on. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly pingMs: number;
}

/** What a service may send in one message; an audio delta has some 10 kB. */
const LIMITS = { maxMessageBytes: 4 * 1024 * 1024, maxFragments: 1024 };

/** Opens a socket to a GA service and waits for its `session.created`. The socket is dropped when `signal` aborts. */
export function dial({ url, headers, timeoutMs, pingMs }: DialTarget, signal: AbortSignal): Promise<Leg> {
  return new Promise<Leg>((resolve, reject) => {
    const life = createChild(signal);
    const dialling = createChild(life.signal);
    const refuse = (refusal: Refusal): void => {
      reject(refusal);
      life.abort();
    };
    onAbort(life.signal, () =>
      refuse(new Refusal('upstream-unavailable', 'The conversation ended before the voice service answered.')),
    );
    after(timeoutMs, () => refuse(new Refusal('upstream-timeout', 'The voice service did not answer in time.')), dialling.signal);

    const answers: SocketAnswers = {
      onOpen(socket, head) {
        const leg = new SocketLeg({ ...LIMITS, socket, head, end: 'client' }, pingMs);
        void leg.firstFrame.then((frame) => {
          const word = readFirstWord(frame);
          if (word !== null) return refuse(new Refusal(word, 'The voice service opened the conversation with a fault.'));
          dialling.abort();
          resolve(leg);
        });
        void leg.closed.then(({ closeCode, reason }) =>
          refuse(new Refusal(meaningOfClose(closeCode, reason) ?? 'upstream-unavailable', 'The voice service hung up.')),
        );
      },
      onStatus: (response) => refuse(refusalOf(response)),
      onError: (cause) =>
        refuse(new Refusal('upstream-unavailable', 'The voice service cannot be reached.', { cause, mayRetry: true })),
    };
    openSocket(url, headers, answers, life.signal);
  });
}

const RETRY_SECONDS = 5;

/** What a service's HTTP status means to a caller. Its body is never read: it may repeat the key. */
function refusalOf(response: IncomingMessage): Refusal {
  const status = response.statusCode ?? 0;
  response.destroy();
  if (status === 401 || status === 403)
    return new Refusal('upstream-refused', `The voice service refused the relay's credentials (HTTP ${status}).`);
  if (status === 400 || status === 404)
    return new Refusal('model-refused', `The voice service does not know this model (HTTP ${status}).`);
  return new Refusal('upstream-unavailable', `The voice service is not available (HTTP ${status}).`, {
    retryAfterSeconds: retryAfterOf(response) ?? RETRY_SECONDS,
    mayRetry: status >= 500,
  });
}

function retryAfterOf(response: IncomingMessage): number | undefined {
  const seconds = Number(response.headers['retry-after']);
  return Number.isInteger(seconds) && seconds > 0 && seconds <= 3_600 ? seconds : undefined;
}
