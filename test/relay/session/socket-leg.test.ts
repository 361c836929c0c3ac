import assert from 'node:assert/strict';
import test from 'node:test';
import type { Leg } from '../../../src/relay/session/leg.js';
import { withLife } from '../../rigs/relay-rig.js';
import { closePayload, rawFrame } from '../../rigs/websocket/raw-frame.js';
import { echo, frameFor, openRelayEnd, type End } from '../../rigs/websocket/relay-end.js';

const CLOSE = 8;
const ENDS: readonly End[] = ['server', 'client'];
const ABNORMAL = { closeCode: 1006, reason: '' };

/** What a leg receives, up to the frame `last`. */
function receiveUntil(leg: Leg, last: string): Promise<readonly string[]> {
  const received: string[] = [];
  return new Promise((resolve) => {
    leg.receive((frame) => {
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
      echo(quiet.leg);
      quiet.socket.write(frameFor(end, { payload: 'half a frame' }).subarray(0, 5));
      quiet.socket.end();
      assert.deepEqual([await quiet.leg.closing, await quiet.leg.closed], [null, ABNORMAL]);
      assert.deepEqual(await quiet.ended, ['end']);
      const rude = await openRelayEnd(end, signal);
      echo(rude.leg);
      rude.socket.resetAndDestroy();
      assert.deepEqual([await rude.leg.closing, await rude.leg.closed], [null, ABNORMAL]);
    }
  }),
);

test(
  'after a close frame of ours, what was on its way is still received, and so is the answer; nothing more is sent',
  withLife(async (signal) => {
    for (const end of ENDS) {
      const { leg, socket, answers, ended } = await openRelayEnd(end, signal);
      const received = receiveUntil(leg, 'late');
      leg.close(4321, 'enough');
      leg.send('too late');
      assert.equal(await answers.next(), 'close 4321 enough');
      socket.write(
        Buffer.concat([
          frameFor(end, { payload: 'late' }),
          frameFor(end, { opcode: CLOSE, payload: closePayload(4000, 'fine') }),
        ]),
      );
      assert.equal((await received).at(-1), 'late');
      assert.deepEqual(await leg.closed, { closeCode: 4000, reason: 'fine' });
      assert.deepEqual(await ended, ['close 4321 enough', 'end']);
    }
  }),
);

test(
  'a peer that does not answer a close frame is dropped, also where it has hung up and does not read',
  withLife(async (signal) => {
    const silent = await openRelayEnd('server', signal);
    silent.socket.pause();
    silent.leg.close(1000, '');
    assert.deepEqual(await silent.leg.closed, ABNORMAL);

    const stuck = await openRelayEnd('server', signal);
    stuck.socket.pause();
    while (stuck.leg.queuedBytes() < 1_000_000) stuck.leg.send(Buffer.alloc(1_000_000));
    stuck.socket.end();
    assert.equal(await stuck.leg.closing, null);
    stuck.leg.close(1000, '');
    assert.deepEqual(await stuck.leg.closed, ABNORMAL);
  }),
);

test(
  'a peer that has sent its close frame is known to leave before it hangs up; what a service says there is known too',
  withLife(async (signal) => {
    const farewell = { opcode: CLOSE, payload: closePayload(1001, 'soon') };
    const page = await openRelayEnd('server', signal);
    let isGone = false;
    void page.leg.closed.then(() => (isGone = true));
    // Without an answer to the relay's FIN the connection stays.
    page.socket.removeAllListeners('end');
    page.socket.write(frameFor('server', farewell));
    assert.equal(await page.leg.closing, null);
    assert.equal(isGone, false);

    const service = await openRelayEnd('client', signal);
    echo(service.leg);
    service.socket.removeAllListeners('end');
    service.socket.write(frameFor('client', farewell));
    assert.deepEqual(await service.leg.closed, { closeCode: 1001, reason: 'soon' });
    assert.equal(service.socket.writableEnded, false);
    assert.equal(await service.answers.next(), 'close 1001 soon');
  }),
);

test(
  'nothing is received before there is a listener, and not a frame more after `pause`, however many came at once',
  withLife(async (signal) => {
    const { leg, socket } = await openRelayEnd('server', signal);
    socket.write(Buffer.concat(['a', 'b', 'c', 'd', 'e'].map((payload) => rawFrame({ payload }))));
    // They have come once a ping that followed them was answered; a listener is not needed for that.
    const received: string[] = [];
    const paused = new Promise<void>((resolve) => {
      leg.receive((frame) => {
        const text = frame.toString();
        received.push(text);
        if (text !== 'b') leg.pause();
        // A listener may change its mind at once.
        if (text === 'c') leg.resume();
        if (text === 'a') resolve();
      });
    });
    await paused;
    assert.deepEqual(received, ['a']);
    leg.resume();
    assert.deepEqual(received, ['a', 'b', 'c', 'd']);
    leg.resume();
    assert.deepEqual(received, ['a', 'b', 'c', 'd', 'e']);
  }),
);

test(
  'frames that are put back come first, and a later listener replaces the one before',
  withLife(async (signal) => {
    const { leg, socket } = await openRelayEnd('server', signal);
    socket.write(Buffer.concat(['a', 'b', 'c'].map((payload) => rawFrame({ payload }))));
    await new Promise<void>((resolve) => leg.receive(() => (leg.pause(), resolve())));
    leg.unread([[Buffer.from('new'), false]]);
    assert.deepEqual(await receiveUntil(leg, 'c'), ['new', 'b', 'c']);
  }),
);

test(
  'every frame to a service has a mask key of its own',
  withLife(async (signal) => {
    const { leg, socket } = await openRelayEnd('client', signal);
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
    for (let index = 0; index < sent; index += 1) leg.send('x');
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
    const { leg, socket } = await openRelayEnd('client', signal);
    leg.receive(() => undefined);
    const frame = rawFrame({ payload: Buffer.alloc(4_000_000), isMasked: false });
    const before = process.memoryUsage().arrayBuffers;
    socket.write(frame.subarray(0, 1_000));
    // A pong cannot come in the middle of a frame, so the bytes themselves have to be counted.
    await new Promise<void>((resolve) => socket.write(frame.subarray(1_000, 2_000), () => resolve()));
    assert.ok(process.memoryUsage().arrayBuffers - before < 200_000);
  }),
);
