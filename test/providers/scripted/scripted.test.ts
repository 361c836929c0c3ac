import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import {
  atOnce,
  createScriptedProvider,
  createStepper,
  scriptFromLog,
  writeScript,
  type ScriptedOptions,
  type Script,
} from '../../../src/providers/scripted/index.js';
import { createNoise } from '../../../src/providers/scripted/noise.js';
import { createLog, createTools, foldAll, openConversation, sessionFold, transcriptFold } from '../../../src/session/index.js';
import { systemClock } from '../../../src/lib/clock.js';
import type { SessionConfig } from '../../../src/spec/session-config.js';
import type { VoiceEvent } from '../../../src/spec/voice-event.js';
import { openConnection } from '../../../src/transport/open-connection.js';
import { createPaperSpeaker, type PaperSpeaker } from '../../rigs/paper-sound.js';

const FORMAT = { encoding: 'pcm16', sampleRate: 24_000 } as const;

function play(
  t: TestContext,
  script: Script,
  options: ScriptedOptions = { pacing: atOnce },
  config: Partial<SessionConfig> = {},
) {
  const life = new AbortController();
  t.after(() => life.abort());
  const provider = createScriptedProvider(script, options);
  const log = createLog(systemClock);
  const tools = createTools();
  let speaker: PaperSpeaker | undefined;
  const conversation = openConversation(
    {
      provider: provider.id,
      capabilities: provider.capabilities,
      config: { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [], ...config },
      openConnection: (request, signal) => openConnection(provider, { url: '' }, request, signal),
      openSpeaker: async (signal) => (speaker = createPaperSpeaker(signal)),
      tools,
      log,
    },
    life.signal,
  );
  return {
    log,
    tools,
    conversation,
    speaker: () => speaker,
    transcript: () => foldAll(transcriptFold, log.entries).map(({ role, text }) => `${role}: ${text}`),
    state: () => foldAll(sessionFold, log.entries),
    entry: (matches: (event: VoiceEvent) => boolean) =>
      new Promise<void>((resolve) => {
        if (log.entries.some(({ event }) => matches(event))) resolve();
        log.subscribe(({ event }) => matches(event) && resolve(), life.signal);
      }),
  };
}

const isType =
  (type: VoiceEvent['type'], count = 1) =>
  (event: VoiceEvent): boolean =>
    event.type === type && (count -= 1) === 0;

test('a written script plays as a conversation, tools included', async (t) => {
  const script = writeScript()
    .userSays('What time is it?')
    .callsTools({ name: 'clock', arguments: { city: 'Oslo' } }, { name: 'calendar', arguments: {} })
    .agentSays('It is noon.').script;
  const { tools, entry, transcript, log } = play(t, script);
  const asked: unknown[] = [];
  tools.add({ name: 'clock', description: '' }, (parameters) => void asked.push(parameters));
  tools.add({ name: 'calendar', description: '' }, () => 'monday');
  await entry(isType('response-done', 2));
  assert.deepEqual(asked, [{ city: 'Oslo' }]);
  assert.deepEqual(transcript(), ['user: What time is it?', 'agent: ', 'agent: ', 'agent: It is noon.']);
  const sent = log.entries.flatMap(({ event }) => (event.type === 'frame-sent' ? [(event.frame as { type: string }).type] : []));
  assert.deepEqual(sent, ['open', 'add-tool-output', 'add-tool-output', 'create-response']);
});

test('the same seed makes the same audio, and a stretch of it does not depend on how it is cut', () => {
  const whole = createNoise('seed', 0, 400, FORMAT);
  const parts = Buffer.concat([createNoise('seed', 0, 200, FORMAT), createNoise('seed', 200, 200, FORMAT)]);
  assert.deepEqual(Buffer.from(whole), parts);
  assert.notDeepEqual(Buffer.from(createNoise('other', 0, 400, FORMAT)), Buffer.from(whole));
  const samples = new Int16Array(whole.buffer);
  const loudest = samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
  assert.ok(loudest > 1000 && loudest < 16_000, `${loudest}`);
});

test('the speaker receives as much audio as the log says', async (t) => {
  const { entry, speaker } = play(t, writeScript().agentSays('One two three four.').script);
  await entry(isType('response-done'));
  await speaker()?.until(() => speaker()?.messages.some(({ type }) => type === 'item-end') === true);
  assert.equal(speaker()?.receivedMs('item-1'), 1400);
});

test('a stepper holds a conversation at any moment', async (t) => {
  const stepper = createStepper();
  const { entry, state, transcript } = play(t, writeScript().userSays('Hello there').script, { pacing: stepper.pacing });
  await entry(isType('user-started'));
  assert.equal(state(), 'hearing');
  stepper.advance();
  await entry(isType('user-transcript'));
  assert.deepEqual(transcript(), ['user: Hello ']);
  for (let step = 0; step < 2; step += 1) stepper.advance();
  await entry(isType('user-transcript-done'));
  assert.equal(state(), 'thinking');
});

test('a typed line is taken in, and a cancelled response stops', async (t) => {
  const stepper = createStepper();
  const script = writeScript().agentSays('A very long answer indeed').waitsFor('create-response').agentSays('Short.').script;
  const { conversation, entry, transcript, log } = play(t, script, { pacing: stepper.pacing });
  await conversation.live;
  for (let step = 0; step < 3; step += 1) stepper.advance();
  await entry(isType('agent-audio', 2));
  conversation.dispatch({ type: 'send-text', text: 'Stop' });
  stepper.advance();
  await entry(isType('response-done'));
  const done = log.entries.find(({ event }) => event.type === 'response-done')?.event;
  assert.ok(done?.type === 'response-done' && done.status === 'cancelled');
  for (let step = 0; step < 5; step += 1) stepper.advance();
  await entry(isType('agent-transcript-done'));
  assert.deepEqual(transcript().slice(1), ['user: Stop', 'agent: Short.']);
});

test('a recorded log plays again to the same words', async (t) => {
  const first = play(t, writeScript().userSays('Good morning').agentSays('Good morning to you.').script);
  await first.entry(isType('response-done'));
  const again = play(t, scriptFromLog(first.log.entries));
  await again.entry(isType('response-done'));
  assert.deepEqual(again.transcript(), first.transcript());
});

test('a page’s own script takes precedence; what is not a script is refused; a script may close the connection', async (t) => {
  const script = writeScript().closes(1000, 'the end').script;
  const { conversation } = play(
    t,
    [],
    { pacing: atOnce },
    { clientSession: { script: JSON.parse(JSON.stringify(script)) as unknown } },
  );
  assert.equal(await conversation.ended, 'closed');
  const wrong = play(t, [], { pacing: atOnce }, { clientSession: { script: [{ cue: 'dance' }] } });
  await assert.rejects(wrong.conversation.live, { code: 'invalid-configuration' });
});

test('written conversations have no audio', async (t) => {
  const { entry, transcript, log } = play(t, writeScript().agentSays('Hello.').script, { pacing: atOnce }, { modality: 'text' });
  await entry(isType('response-done'));
  assert.deepEqual(transcript(), ['agent: Hello.']);
  assert.equal(
    log.entries.some(({ event }) => event.type === 'agent-audio'),
    false,
  );
});
