import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import test from 'node:test';
import { OPCODE } from '../../../src/relay/websocket/opcode.js';
import { Peer, type Heard } from '../../../src/relay/websocket/peer.js';
import { withLife } from '../../rigs/relay-rig.js';
import { frameFor, openEcho } from '../../rigs/websocket/echo.js';
import { goodbye, rawFrame } from '../../rigs/websocket/raw-frame.js';

const GONE_SILENTLY = { closeCode: 1006, reason: '', fault: undefined };

test(
  'a peer that hangs up or breaks off without a word is gone with 1006',
  withLife(async (signal) => {
    const polite = await openEcho('server', signal);
    polite.socket.write(frameFor('server', { payload: 'half a frame' }).subarray(0, 5));
    polite.socket.end();
    assert.deepEqual(await polite.gone, GONE_SILENTLY);
    assert.deepEqual(await polite.ended, ['end']);
    const rude = await openEcho('client', signal);
    rude.socket.resetAndDestroy();
    assert.deepEqual(await rude.gone, GONE_SILENTLY);
  }),
);

test(
  'a goodbye of ours: what was under way is still heard, and so is the answer',
  withLife(async (signal) => {
    const { socket, peer, answers, gone, ended } = await openEcho('client', signal);
    peer.close(4321, 'enough');
    peer.send(OPCODE.text, 'too late');
    assert.equal(await answers.next(), 'close 4321 enough');
    socket.write(
      Buffer.concat([
        rawFrame({ payload: 'x', isMasked: false }),
        rawFrame({ opcode: 8, payload: goodbye(4000, 'fine'), isMasked: false }),
      ]),
    );
    socket.end();
    assert.deepEqual(await gone, { closeCode: 4000, reason: 'fine', fault: undefined });
    assert.deepEqual(await ended, ['close 4321 enough', 'end']);
  }),
);

test(
  'a peer that does not answer a goodbye is dropped',
  withLife(async (signal) => {
    const { socket, peer, gone } = await openEcho('server', signal);
    socket.pause();
    peer.close(1000, '');
    assert.deepEqual(await gone, GONE_SILENTLY);
    assert.equal(peer.isHeard(), false);
  }),
);

/** A connection whose bytes a test hands over itself. */
function openPipe(): { readonly socket: Duplex; readonly written: Buffer[] } {
  const written: Buffer[] = [];
  const socket = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      written.push(chunk);
      done();
    },
  });
  return { socket, written };
}

test('nothing is heard before it may be, and not a message more after `pause`, however many came at once', async () => {
  const { socket } = openPipe();
  const heard: string[] = [];
  const hear = (said: Heard): void => {
    heard.push(said.payload.toString());
    if (said.payload.toString() !== 'b') peer.pause();
    // A listener may change its mind at once.
    if (said.payload.toString() === 'c') peer.resume();
  };
  const words = ['a', 'b', 'c', 'd', 'e'].map((payload) => rawFrame({ payload }));
  const head = Buffer.concat(words.slice(0, 2));
  const peer = new Peer({ socket, head, end: 'server', maxMessageBytes: 10, maxFragments: 1 }, hear);
  socket.push(Buffer.concat(words.slice(2)));
  assert.deepEqual(heard, []);
  peer.resume();
  assert.deepEqual(heard, ['a']);
  peer.resume();
  await once(socket, 'data');
  assert.deepEqual(heard, ['a', 'b', 'c', 'd']);
  assert.equal(peer.isHeard(), false);
  peer.terminate();
  await peer.gone;
});

test('a frame goes on in its own bytes: to a client as it came, to a server with a fresh mask, and never the wrong way round', () => {
  const limits = { maxMessageBytes: 10, maxFragments: 1, head: Buffer.alloc(0) };
  const [down, up] = [openPipe(), openPipe()];
  const toClient = new Peer({ ...limits, socket: down.socket, end: 'server' }, () => undefined);
  const toServer = new Peer({ ...limits, socket: up.socket, end: 'client' }, () => undefined);
  const [plain, masked] = [rawFrame({ payload: 'hello', isMasked: false }), Buffer.from('818500000000aabbccddee', 'hex')];
  assert.equal(toClient.pass(masked, masked.subarray(6)), false);
  assert.equal(toServer.pass(plain, plain.subarray(2)), false);
  assert.equal(toClient.pass(plain, plain.subarray(2)), true);
  assert.equal(down.written[0]?.buffer, plain.buffer);
  assert.equal(toServer.pass(masked, masked.subarray(6)), true);
  assert.notEqual(up.written[0]?.toString('hex', 2, 6), '00000000');
  toClient.hangUp(1000, '');
  assert.equal(toClient.pass(plain, plain.subarray(2)), true);
  assert.equal(down.written.length, 2, 'nothing after a goodbye');
  down.socket.destroy();
  up.socket.destroy();
});
