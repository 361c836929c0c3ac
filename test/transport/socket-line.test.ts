import assert from 'node:assert/strict';
import test from 'node:test';
import { createOpenAICodec } from '../../src/providers/openai/codec.js';
import { systemClock } from '../../src/lib/clock.js';
import type { Socket } from '../../src/spec/socket.js';
import type { ConnectionEvent, ProviderEvent } from '../../src/spec/voice-event.js';
import { createSocketLine } from '../../src/transport/socket-line.js';
import { createNearEnd } from '../../src/transport/sound-end.js';
import { startLiveTalk } from '../rigs/talk.js';

const FORMAT = { encoding: 'pcm16', sampleRate: 24_000 } as const;

test('a connection that takes nothing more is given up', async () => {
  const life = new AbortController();
  let closes = 0;
  const socket: Socket = { bufferedAmount: 4 * 1024 * 1024, send: () => assert.fail('sent'), close: () => void (closes += 1) };
  const request = { config: { turnDetection: { type: 'none' }, modality: 'text', tools: [] }, bargeIn: 'off' } as const;
  const codec = createOpenAICodec();
  const end = createNearEnd(codec, FORMAT, request, () => assert.fail('dialled'), systemClock, life.signal);
  const line = createSocketLine(codec, end, () => undefined, life.signal).attach(socket);
  line.send({ type: 'add-user-text', text: 'hello' });
  const events: (ConnectionEvent | ProviderEvent)[] = [];
  for await (const { event } of line.events) events.push(event);
  assert.deepEqual(events[0], { type: 'connection-closed', closeCode: 4508, reason: 'slow-consumer' });
  assert.equal(closes, 1);
});

test('the log has every frame, but for the sound in it', async (t) => {
  const { call, log, microphone, entry } = await startLiveTalk(t);
  microphone().hear(200);
  await call.until(() => call.appendedMs === 200);
  call.respond().says('a1', 'Hello.', 300).end();
  await entry('response-done');
  const frames = log.entries.flatMap(({ event }) =>
    event.type === 'frame-received' || event.type === 'frame-sent' ? [event.frame as Record<string, unknown>] : [],
  );
  const types = frames.map((frame) => frame.type);
  assert.deepEqual(types.slice(0, 4), ['session.created', 'conversation.created', 'session.update', 'session.updated']);
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
