import assert from 'node:assert/strict';
import test from 'node:test';
import type { Peer } from '../../../src/relay/session/peer.js';
import { withLife } from '../../rigs/relay-rig.js';
import { closePayload, rawFrame } from '../../rigs/websocket/raw-frame.js';
import { echo, frameFor, openRelayEnd, type End } from '../../rigs/websocket/relay-end.js';

const CLOSE = 8;
const ENDS: readonly End[] = ['server', 'client'];
const ABNORMAL = { closeCode: 1006, reason: '' };

/** What a peer receives, up to the frame `last`. */
function receiveUntil(peer: Peer, last: string): Promise<readonly string[]> {
  const received: string[] = [];
  return new Promise((resolve) => {
    peer.receive((frame) => {
      received.push(frame.toString());
      if (received.at(-1) === last) resolve(received);
    });
  });
}

test(
  'a peer that hangs up or breaks off without a close frame is gone with 1006',
  withLife(async (signal) => {
    for (const end of ENDS) {
      const quiet = await openRelayEnd(end, signal);
      echo(quiet.peer);
      quiet.socket.write(frameFor(end, { payload: 'half a frame' }).subarray(0, 5));
      quiet.socket.end();
      assert.deepEqual([await quiet.peer.closing, await quiet.peer.closed], [null, ABNORMAL]);
      assert.deepEqual(await quiet.ended, ['end']);
      const rude = await openRelayEnd(end, signal);
      echo(rude.peer);
      rude.socket.resetAndDestroy();
      assert.deepEqual([await rude.peer.closing, await rude.peer.closed], [null, ABNORMAL]);
    }
  }),
);

test(
  'after a close frame of ours, what was on its way is still received, and so is the answer; nothing more is sent',
  withLife(async (signal) => {
    for (const end of ENDS) {
      const { peer, socket, answers, ended } = await openRelayEnd(end, signal);
      const received = receiveUntil(peer, 'late');
      peer.close(4321, 'enough');
      peer.send('too late');
      assert.equal(await answers.next(), 'close 4321 enough');
      socket.write(
        Buffer.concat([
          frameFor(end, { payload: 'late' }),
          frameFor(end, { opcode: CLOSE, payload: closePayload(4000, 'fine') }),
        ]),
      );
      assert.equal((await received).at(-1), 'late');
      assert.deepEqual(await peer.closed, { closeCode: 4000, reason: 'fine' });
      assert.deepEqual(await ended, ['close 4321 enough', 'end']);
    }
  }),
);

test(
  'a peer that does not answer a close frame is dropped, also where it has hung up and does not read',
  withLife(async (signal) => {
    const silent = await openRelayEnd('server', signal);
    silent.socket.pause();
    silent.peer.close(1000, '');
    assert.deepEqual(await silent.peer.closed, ABNORMAL);

    const stuck = await openRelayEnd('server', signal);
    stuck.socket.pause();
    while (stuck.peer.queuedBytes() < 1_000_000) stuck.peer.send(Buffer.alloc(1_000_000));
    stuck.socket.end();
    assert.equal(await stuck.peer.closing, null);
    stuck.peer.close(1000, '');
    assert.deepEqual(await stuck.peer.closed, ABNORMAL);
  }),
);

test(
  'a peer that has sent its close frame is known to leave before it hangs up; what a service says there is known too',
  withLife(async (signal) => {
    const farewell = { opcode: CLOSE, payload: closePayload(1001, 'soon') };
    const page = await openRelayEnd('server', signal);
    let isGone = false;
    void page.peer.closed.then(() => (isGone = true));
    // Without an answer to the relay's FIN the connection stays.
    page.socket.removeAllListeners('end');
    page.socket.write(frameFor('server', farewell));
    assert.equal(await page.peer.closing, null);
    assert.equal(isGone, false);

    const service = await openRelayEnd('client', signal);
    echo(service.peer);
    service.socket.removeAllListeners('end');
    service.socket.write(frameFor('client', farewell));
    assert.deepEqual(await service.peer.closed, { closeCode: 1001, reason: 'soon' });
    assert.equal(service.socket.writableEnded, false);
    assert.equal(await service.answers.next(), 'close 1001 soon');
  }),
);

test(
  'nothing is received before there is a listener, and not a frame more after `pause`, however many came at once',
  withLife(async (signal) => {
    const { peer, socket } = await openRelayEnd('server', signal);
    socket.write(Buffer.concat(['a', 'b', 'c', 'd', 'e'].map((payload) => rawFrame({ payload }))));
    const received: string[] = [];
    const paused = new Promise<void>((resolve) => {
      peer.receive((frame) => {
        const text = frame.toString();
        received.push(text);
        if (text !== 'b') peer.pause();
        // A listener may change its mind at once.
        if (text === 'c') peer.resume();
        if (text === 'a') resolve();
      });
    });
    await paused;
    assert.deepEqual(received, ['a']);
    peer.resume();
    assert.deepEqual(received, ['a', 'b', 'c', 'd']);
    peer.resume();
    assert.deepEqual(received, ['a', 'b', 'c', 'd', 'e']);
  }),
);

test(
  'frames that are put back come first, and a later listener replaces the one before',
  withLife(async (signal) => {
    const { peer, socket } = await openRelayEnd('server', signal);
    socket.write(Buffer.concat(['a', 'b', 'c'].map((payload) => rawFrame({ payload }))));
    await new Promise<void>((resolve) => peer.receive(() => (peer.pause(), resolve())));
    peer.unread([[Buffer.from('new'), false]]);
    assert.deepEqual(await receiveUntil(peer, 'c'), ['new', 'b', 'c']);
  }),
);

test(
  'every frame to a service has a mask key of its own',
  withLife(async (signal) => {
    const { peer, socket } = await openRelayEnd('client', signal);
    const sent = 3_000;
    const frameBytes = 2 + 4 + 1;
    const chunks: Buffer[] = [];
    const all = new Promise<Buffer>((resolve) => {
      socket.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        const bytes = Buffer.concat(chunks);
        if (bytes.length === sent * frameBytes) resolve(bytes);
      });
    });
    for (let index = 0; index < sent; index += 1) peer.send('x');
    const bytes = await all;
    const keys = Array.from({ length: sent }, (_, index) =>
      bytes.toString('hex', index * frameBytes + 2, index * frameBytes + 6),
    );
    assert.ok(new Set(keys).size > 2_990);
  }),
);

test(
  'a frame that is only announced takes no memory',
  withLife(async (signal) => {
    const { peer, socket, answers } = await openRelayEnd('client', signal);
    peer.receive(() => undefined);
    const frame = rawFrame({ payload: Buffer.alloc(4_000_000), isMasked: false });
    const before = process.memoryUsage().arrayBuffers;
    for (let at = 0; at < 2_000; at += 200) {
      socket.write(frame.subarray(at, at + 200));
      // Once this has arrived, the bytes have been read too.
      peer.send('next');
      await answers.next();
    }
    assert.ok(process.memoryUsage().arrayBuffers - before < 200_000);
  }),
);
