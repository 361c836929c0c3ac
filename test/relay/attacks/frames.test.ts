import assert from 'node:assert/strict';
import { frameOf, handshakeOf, openRawSocket, type RawSocket } from '../../rigs/attacks/raw-socket.js';
import { attack, besiege, converse, type Siege } from '../../rigs/attacks/attack-rig.js';

const APPEND = '{"type":"input_audio_buffer.append","audio":"AAAA"}';

/** A conversation over a socket that obeys nobody. */
async function joinRaw(siege: Siege, signal: AbortSignal, headers: Record<string, string> = {}): Promise<RawSocket> {
  const raw = openRawSocket(siege.url, signal);
  raw.write(handshakeOf((await siege.mint()).wsUrl, headers));
  await raw.until(/session\.created/);
  return raw;
}

/** The close code that a peer was told last, out of what it received. */
function closeCodeIn(received: string): number {
  const bytes = Buffer.from(received, 'latin1');
  const at = bytes.lastIndexOf(0x88);
  return bytes.readUInt16BE(at + 2);
}

attack(5, 'oversized messages: 256 KiB are the end, in one frame or in many', async (signal) => {
  const siege = await besiege(signal);
  const whole = await joinRaw(siege, signal);
  whole.write(frameOf(Buffer.alloc(256 * 1024 + 1, 'a')));
  assert.equal(closeCodeIn(await whole.ended), 1009);
  const parts = await joinRaw(siege, signal);
  for (let index = 0; index < 5; index += 1) {
    parts.write(frameOf(Buffer.alloc(60_000, 'a'), { opcode: index === 0 ? 'text' : 'continuation', final: false }));
  }
  assert.equal(closeCodeIn(await parts.ended), 1009);
  for (const { endCode } of await siege.records.atLeast(2)) assert.equal(endCode, 'frame-too-large');
  for (const { frames } of siege.upstream.conversations.all) assert.equal(frames.all.length, 0);
});

attack(6, 'huge frames that are only announced: refused on their header', async (signal) => {
  const siege = await besiege(signal);
  for (const declaredLength of [256 * 1024 + 1, 30_000_000, 2 ** 40]) {
    const raw = await joinRaw(siege, signal);
    raw.write(frameOf('', { declaredLength }));
    assert.equal(closeCodeIn(await raw.ended), 1009, String(declaredLength));
  }
});

attack(7, 'tiny fragments: 64 of them are the end, and many small chunks do not pile up', async (signal) => {
  const siege = await besiege(signal);
  const raw = await joinRaw(siege, signal);
  const fragments = Array.from({ length: 16_000 }, (_, index) =>
    frameOf('a', { opcode: index === 0 ? 'text' : 'continuation', final: false }),
  );
  raw.write(Buffer.concat(fragments));
  assert.equal(closeCodeIn(await raw.ended), 1008);
  const polite = await joinRaw(siege, signal);
  for (const [index, part] of [APPEND.slice(0, 20), APPEND.slice(20)].entries()) {
    polite.write(frameOf(part, { opcode: index === 0 ? 'text' : 'continuation', final: index === 1 }));
  }
  assert.equal(await siege.upstream.conversations.all[1]?.frames.next(), APPEND);
});

attack(8, 'compression bombs: compression is never agreed on, with nobody, and not accepted either', async (signal) => {
  const siege = await besiege(signal);
  const offer = { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits, x-webkit-deflate-frame' };
  const raw = await joinRaw(siege, signal, offer);
  raw.write(frameOf(Buffer.alloc(1_000), { compressed: true }));
  const received = await raw.ended;
  assert.doesNotMatch(received, /Sec-WebSocket-Extensions/i);
  assert.equal(closeCodeIn(received), 1002);
  assert.equal((await siege.upstream.dials.next()).headers['sec-websocket-extensions'], undefined);
});

attack(10, 'floods: speech is slowed to twice its own speed, everything else has a rate', async (signal) => {
  const siege = await besiege(signal);
  const speech = await converse(siege);
  const second = JSON.stringify({ type: 'input_audio_buffer.append', audio: 'A'.repeat(64_000) });
  const began = performance.now();
  for (let index = 0; index < 30; index += 1) speech.client.socket.send(second);
  await speech.served.frames.atLeast(12);
  const seconds = (performance.now() - began) / 1000;
  // The bound is what is promised; the time is measured, so a slow machine can only make it laxer.
  assert.ok(speech.served.frames.all.length <= 10 + 2 * seconds + 3, String(speech.served.frames.all.length));

  const events = await converse(siege);
  const eventsBegan = performance.now();
  for (let index = 0; index < 1_000; index += 1) events.client.send({ type: 'response.create' });
  assert.deepEqual(await events.client.closed, { code: 4429, reason: 'rate-limited' });
  await events.served.closed;
  const most = 100 + (20 * (performance.now() - eventsBegan)) / 1000 + 1;
  assert.ok(events.served.frames.all.length <= most, `${events.served.frames.all.length} of ${most}`);
});

attack(10, 'speech in other clothes: whole recordings as items count as speech too', async (signal) => {
  const siege = await besiege(signal);
  const { client, served } = await converse(siege);
  const content = [{ type: 'input_audio', audio: 'A'.repeat(192_000) }];
  const began = performance.now();
  for (let index = 0; index < 30; index += 1) {
    client.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
  }
  // Ten seconds come at once, three in each of these; the rest at twice its own speed.
  await served.frames.atLeast(4);
  await siege.ask('/healthz');
  const seconds = (performance.now() - began) / 1000;
  assert.ok(served.frames.all.length * 3 <= 10 + 2 * seconds + 6, `${served.frames.all.length} in ${seconds} s`);
});

const userSays = (...content: object[]): object => ({
  type: 'conversation.item.create',
  item: { type: 'message', role: 'user', content },
});
const PICTURE = { type: 'input_image', image_url: `data:image/png;base64,${'A'.repeat(250_000)}` };
const REACHED = 'voice_agent_limits_reached_total{limit="event-bytes"}';

attack(
  10,
  'floods of bytes: pictures, refused frames and padded speech have a budget, speech itself does not',
  async (signal) => {
    const siege = await besiege(signal);
    const pictures = await converse(siege);
    for (let index = 0; index < 20; index += 1) pictures.client.send({ ...userSays(PICTURE) });
    assert.deepEqual(await pictures.client.closed, { code: 4429, reason: 'rate-limited' });
    await pictures.served.closed;
    const passed = pictures.served.frames.all.length;
    // 2 MiB at once and 64 KiB a second: eight pictures, and one more every four seconds.
    assert.ok(passed >= 8 && passed < 20, String(passed));
    assert.equal(await siege.metric(REACHED), 1, 'once, however many frames come after it');
    assert.equal((await siege.records.next()).endCode, 'rate-limited');
    assert.equal(siege.log.all.filter((line) => line.includes('"limit":"event-bytes"')).length, 1);

    const small = await besiege(signal, { variables: { RELAY_EVENT_BYTES_PER_SECOND: '8192' } });
    const padding = ' '.repeat(200_000);
    const floods: Record<string, string> = {
      'padded speech': `{"type":"input_audio_buffer.append","event_id":"x",${padding}"audio":"AAAA"}`,
      'events that are refused': `{"type":"custom.event","text":"${padding}"}`,
      'no JSON': padding,
    };
    for (const [name, frame] of Object.entries(floods)) {
      const { client, served } = await converse(small);
      for (let index = 0; index < 3; index += 1) client.socket.send(frame);
      assert.deepEqual(await client.closed, { code: 4429, reason: 'rate-limited' }, name);
      assert.ok(served.frames.all.length < 3, name);
    }
    assert.equal(await small.metric(REACHED), Object.keys(floods).length);

    // Eight seconds of speech, as chunks in every form and as a recording: more than the budget, and none of it.
    const speaker = await converse(small);
    const second = 'A'.repeat(64_000);
    for (let index = 0; index < 3; index += 1) {
      speaker.client.socket.send(`{"type":"input_audio_buffer.append","audio":"${second}"}`);
      speaker.client.send({ type: 'input_audio_buffer.append', event_id: 'mine', audio: second });
    }
    speaker.client.send({ ...userSays({ type: 'input_audio', audio: second + second }) });
    speaker.client.send({ type: 'input_audio_buffer.commit' });
    assert.match((await speaker.served.frames.atLeast(8)).at(-1) ?? '', /commit/);
  },
);

attack(11, 'ping floods: whoever does not read the answers is dropped', async (signal) => {
  const siege = await besiege(signal);
  const raw = await joinRaw(siege, signal);
  raw.socket.pause();
  const pings = Buffer.concat(Array.from({ length: 1_000 }, () => frameOf(Buffer.alloc(125), { opcode: 'ping' })));
  const flood = (): void => {
    while (raw.socket.writable && raw.socket.write(pings));
  };
  raw.socket.on('drain', flood);
  flood();
  await raw.ended;
  await siege.records.next();
});

attack(11, 'ping floods: whoever reads the answers is cut off all the same', async (signal) => {
  for (const opcode of ['ping', 'pong'] as const) {
    const siege = await besiege(signal);
    const raw = await joinRaw(siege, signal);
    raw.write(Buffer.concat(Array.from({ length: 50 }, () => frameOf('x', { opcode }))));
    raw.write(frameOf(APPEND));
    assert.equal(await siege.upstream.conversations.all[0]?.frames.next(), APPEND, 'as many as anybody has reason to send');
    raw.write(Buffer.concat(Array.from({ length: 1_000 }, () => frameOf('x', { opcode }))));
    assert.equal(closeCodeIn(await raw.ended), 4429);
    assert.equal((await siege.records.next()).endCode, 'rate-limited');
  }
});
