import { abortable } from '../../../lib/abortable.js';
import { createChild } from '../../../lib/child-signal.js';
import { isFields, type Fields } from '../../../lib/fields.js';
import { after } from '../../../lib/timer.js';
import { parseJson } from '../../parse-json.js';
import { Refusal } from '../../refusal.js';
import type { Peer, ReceivedMessage } from '../../session/peer.js';

const EVENT_ID = 'relay_opening';

/**
 * Configures a session before the page is admitted. The page's first message is then a `session.created` that describes the
 * configured session; the answer to the relay's own update is not forwarded.
 *
 * @throws Refusal if the service rejects the session.
 */
export async function configureSession(session: Fields, peer: Peer, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const held: ReceivedMessage[] = [];
  const waiting = createChild(signal);

  const answered = new Promise<Fields>((resolve, reject) => {
    peer.receive((frame, isBinary) => {
      const event = parseJson(frame);
      const type = isFields(event) ? event.type : undefined;
      if (isFields(event) && type === 'session.updated') {
        peer.pause();
        return resolve(event);
      }
      if (type === 'error') reject(new Refusal('upstream-refused', 'The voice service rejected the session of RELAY_SESSION.'));
      held.push([frame, isBinary]);
    });
  });
  void peer.closed.then(() => waiting.abort(new Refusal('upstream-unavailable', 'The voice service hung up.')));
  after(
    timeoutMs,
    () => waiting.abort(new Refusal('upstream-timeout', 'The voice service did not answer in time.')),
    waiting.signal,
  );
  peer.send(JSON.stringify({ type: 'session.update', event_id: EVENT_ID, session: { type: 'realtime', ...session } }));

  const { session: agreed } = await abortable(answered, waiting.signal);
  waiting.abort();
  const [created, ...others] = held;
  const welcome = parseJson(created?.[0] ?? '');
  const opening = Buffer.from(JSON.stringify({ ...(isFields(welcome) ? welcome : {}), session: agreed }));
  peer.unread([[opening, false], ...others]);
}
