import assert from 'node:assert/strict';
import test from 'node:test';
import { createChild } from '../../src/lib/child-signal.js';
import { systemClock } from '../../src/lib/clock.js';
import type { OutgoingFrame } from '../../src/spec/codec.js';
import type { ConnectionReport, SpeakerMessage } from '../../src/spec/connection.js';
import type { SessionConfig } from '../../src/spec/session-config.js';
import type { SocketEvents } from '../../src/spec/socket.js';
import { createSocketConnection, type ConnectionControls } from '../../src/transport/socket-connection.js';
import { startLiveTalk } from '../rigs/talk.js';
import createTestCodec from '../rigs/test-codec.js';

const CONFIG: SessionConfig = { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [], agentId: 'a1' };
const FORMATS = { input: { encoding: 'pcm16', sampleRate: 16_000 }, output: { encoding: 'mulaw', sampleRate: 8000 } } as const;

interface Rig {
  readonly connection: ConnectionControls;
  /** What the service does. */
  readonly socket: SocketEvents;
  readonly sent: OutgoingFrame[];
  readonly reports: ConnectionReport[];
  readonly closes: () => number;
  /** All that came to the speaker. */
  spoken(): Promise<SpeakerMessage[]>;
  /** Captures one chunk, and waits until it has crossed the port. */
  capture(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  events(): unknown[];
}

function rig(owner: AbortSignal, { bufferedAmount = 0, maxMessageBytes = 1000, isRelayed = false } = {}): Rig {
  const { signal } = createChild(owner);
  const microphone = new MessageChannel();
  const speaker = new MessageChannel();
  signal.addEventListener('abort', () => [microphone, speaker].forEach(({ port1 }) => port1.close()));
  const sent: OutgoingFrame[] = [];
  const reports: ConnectionReport[] = [];
  const spoken: SpeakerMessage[] = [];
  speaker.port2.onmessage = ({ data }: MessageEvent<SpeakerMessage>) => spoken.push(data);
  // Two turns of the event loop carry every message from one port to the other.
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  let socket: SocketEvents | undefined;
  let closes = 0;
  const connection = createSocketConnection(
    {
      codec: createTestCodec(CONFIG),
      connect(events) {
        socket = events;
        return { bufferedAmount, send: (frame) => sent.push(frame), close: () => (closes += 1) };
      },
      isRelayed,
      maxMessageBytes,
      microphone: microphone.port1,
      speaker: speaker.port1,
      bargeIn: 'interrupt',
      clock: systemClock,
      emit: (more) => reports.push(...more),
    },
    signal,
  );
  assert.ok(socket);
  return {
    connection,
    socket,
    sent,
    reports,
    closes: () => closes,
    async spoken() {
      await settle();
      return spoken;
    },
    async capture(bytes) {
      microphone.port2.postMessage({ type: 'chunk', bytes: bytes.buffer });
      await settle();
    },
    events: () => reports.map(({ event }) => event),
  };
}

const announce = ({ socket }: Rig): void => socket.message(JSON.stringify({ events: [{ type: 'audio-formats', ...FORMATS }] }));

test('what the codec opens with is sent as soon as the socket is open', (t) => {
  const { socket, sent, events } = rig(t.signal);
  assert.deepEqual(sent, []);
  socket.opened();
  assert.deepEqual(sent, ['{"hello":"a1"}']);
  assert.deepEqual(events(), [{ type: 'connection-open' }, { type: 'frame-sent', frame: { hello: 'a1' } }]);
});

test('formats that are announced late begin the audio in both directions', async (t) => {
  const call = rig(t.signal);
  call.socket.opened();
  call.connection.gateMicrophone(true);
  await call.capture(new Uint8Array(2));
  assert.equal(call.sent.length, 1, 'without a format nothing is captured');
  announce(call);
  await call.capture(new Uint8Array([1, 2]));
  assert.deepEqual(call.sent.slice(1), [new Uint8Array(2), new Uint8Array([1, 2])]);
  call.connection.sendSilence(20);
  assert.deepEqual(call.sent.slice(3), [new Uint8Array(320), new Uint8Array(320)], '16 kHz, 10 ms each');
  assert.deepEqual(await call.spoken(), [
    { type: 'barge-in', mode: 'interrupt' },
    { type: 'format', format: FORMATS.output },
  ]);
});

test('binary frames carry audio, whose ids are assigned; the log has their size', async (t) => {
  const call = rig(t.signal);
  call.socket.opened();
  announce(call);
  call.reports.length = 0;
  call.socket.message(new Uint8Array([1, 2, 3]).buffer);
  const [received, audio] = call.events();
  assert.deepEqual(received, { type: 'frame-received', frame: { binary: 3 } });
  assert.ok(audio instanceof Object && 'itemId' in audio);
  const { itemId } = audio;
  assert.deepEqual(audio, { type: 'agent-audio', contentIndex: 0, durationMs: 3, itemId });
  assert.deepEqual((await call.spoken()).at(-1), { type: 'audio', itemId, bytes: new Uint8Array([1, 2, 3]).buffer });
});

test('the first sign that the person speaks silences the speaker', async (t) => {
  const call = rig(t.signal);
  call.socket.opened();
  call.socket.message('{"events":[{"type":"user-started"}]}');
  assert.deepEqual((await call.spoken()).at(-1), { type: 'flush' });
});

test('what the codec replies is sent at once', (t) => {
  const { socket, sent } = rig(t.signal);
  socket.opened();
  socket.message('{"events":[],"replies":["pong"]}');
  assert.equal(sent.at(-1), 'pong');
});

test('a close means what the codec says, or what the relay’s code says', (t) => {
  for (const [isRelayed, closeCode, error] of [
    [false, 4900, 'quota-exceeded'],
    [false, 4411, 'connection-lost'],
    [true, 4411, 'duration-limit'],
    [true, 4900, 'connection-lost'],
    [true, 1000, null],
  ] as const) {
    const { socket, events } = rig(t.signal, { isRelayed });
    socket.opened();
    socket.closed(closeCode, 'because');
    assert.deepEqual(events().at(-1), { type: 'connection-closed', closeCode, reason: 'because', error });
  }
});

test('a connection that takes nothing more is given up', (t) => {
  const { connection, closes, sent, events } = rig(t.signal, { bufferedAmount: 4 * 1024 * 1024 });
  connection.send({ type: 'add-user-text', text: 'hello' });
  const closed = { type: 'connection-closed', closeCode: 4508, reason: 'slow-consumer', error: 'slow-consumer' };
  assert.deepEqual(events(), [closed]);
  assert.deepEqual(sent, []);
  assert.equal(closes(), 1);
});

test('what is larger than the other side accepts is not sent', (t) => {
  const { connection, sent, events } = rig(t.signal);
  connection.send({ type: 'add-user-text', text: '€'.repeat(400) });
  assert.deepEqual(sent, []);
  assert.deepEqual(events(), [{ type: 'frame-refused', bytes: 1234, limitBytes: 1000 }]);
});

test('what is neither text nor bytes is noted', (t) => {
  const { socket, events } = rig(t.signal);
  socket.message(5);
  assert.deepEqual(events(), [{ type: 'frame-malformed', message: 'neither text nor bytes', bytes: 0 }]);
});

test('the log has every frame, without the audio in it', async (t) => {
  const { call, log, microphone, entry } = await startLiveTalk(t);
  microphone().hear(200);
  await call.until(() => call.appendedMs === 200);
  call.respond().says('a1', 'Hello.', 300).end();
  await entry('response-done');
  const frames = log.entries.flatMap(({ event }) =>
    event.type === 'frame-received' || event.type === 'frame-sent' ? [event.frame as Record<string, unknown>] : [],
  );
  const types = frames.map((frame) => frame.type);
  assert.deepEqual(types.slice(0, 4), ['session.created', 'session.update', 'conversation.created', 'session.updated']);
  const delta = frames.find((frame) => frame.type === 'response.output_audio.delta')?.delta;
  assert.equal(delta, '(19200 characters of Base64)');
  assert.ok(JSON.stringify(log.entries).length < 20_000);
});

test('what is too large for a relay is not sent, and the conversation goes on', async (t) => {
  const { call, conversation, entry } = await startLiveTalk(t);
  conversation.dispatch({ type: 'send-image', dataUrl: `data:image/png;base64,${'A'.repeat(300_000)}` });
  const refused = await entry('frame-refused');
  assert.ok(refused.bytes > refused.limitBytes);
  conversation.dispatch({ type: 'send-context', text: 'Without the picture.' });
  assert.equal((await call.frame('conversation.item.create')).item instanceof Object, true);
});
