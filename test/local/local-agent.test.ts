import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { loadLocalAgent, type LoadStep, type LocalAgent } from '../../src/local/index.js';
import { at, createLocalClient, audioIn, type LocalClient } from '../rigs/local-client.js';
import { createRecogniser, seededRandom, wordErrorRate, type RecogniseSpeech } from '../rigs/speech.js';

const life = new AbortController();
const steps: LoadStep[] = [];
let agent: LocalAgent;
let recognise: RecogniseSpeech;

before(async () => {
  agent = await loadLocalAgent({ onProgress: (step) => steps.push(step) }, life.signal);
  recognise = await createRecogniser();
});
after(() => life.abort());

const TRANSCRIBED = { audio: { input: { transcription: { model: 'local' } } } };
const TOOLS = [
  {
    type: 'function',
    name: 'set_page_colour',
    description: 'Sets the background colour of the page',
    parameters: { type: 'object', properties: { colour: { type: 'string' } }, required: ['colour'] },
  },
  {
    type: 'function',
    name: 'get_weather',
    description: 'The weather in a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
];

function connect(options: { voice?: string } = {}): LocalClient {
  return createLocalClient(agent.connect(options, new AbortController().signal));
}

test('reports the progress of loading', () => {
  assert.deepEqual(
    steps.map(({ done }) => done),
    [1, 2, 3],
  );
  assert.ok(steps.every(({ total, what }) => total === 3 && what !== ''));
});

test('recognises a sentence, sends each event in the order of the protocol and speaks the answer in its transcript', async () => {
  const client = connect({ voice: 'slt' });
  await client.configure({ ...TRANSCRIBED, instructions: 'Breakfast is served from seven to ten in the morning.' });
  await client.speak('When is breakfast served?', { voice: 'rms' });
  const done = await client.until('response.done');

  const order = client.frames.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);
  const story = order.filter((type) => !String(type).startsWith('conversation.item.input_audio_transcription'));
  assert.deepEqual(story, [
    'session.created',
    'session.updated',
    'input_audio_buffer.speech_started',
    'input_audio_buffer.speech_stopped',
    'input_audio_buffer.committed',
    'conversation.item.added',
    'conversation.item.done',
    'response.created',
    'response.output_item.added',
    'conversation.item.added',
    'response.content_part.added',
    'response.output_audio_transcript.delta',
    'response.output_audio.delta',
    'response.output_audio.done',
    'response.output_audio_transcript.done',
    'response.content_part.done',
    'conversation.item.done',
    'response.output_item.done',
    'response.done',
  ]);
  const heard = client.frames.find(({ type }) => type === 'conversation.item.input_audio_transcription.completed');
  assert.ok(wordErrorRate('When is breakfast served?', String(heard?.['transcript'])) <= 0.25, String(heard?.['transcript']));
  assert.equal(at(done, 'response.status'), 'completed');
  const transcript = String(at(done, 'response.output.0.content.0.transcript'));
  assert.match(transcript, /seven to ten/);
  const spoken = await recognise(audioIn(client.frames), 24_000);
  assert.ok(wordErrorRate(transcript, spoken) <= 0.2, `said "${transcript}", heard "${spoken}"`);

  const audioMs = (audioIn(client.frames).length / 24_000) * 1000;
  assert.equal(at(done, 'response.usage.output_token_details.audio_tokens'), Math.ceil(audioMs / 50));
  assert.ok(Number(at(done, 'response.usage.input_token_details.audio_tokens')) >= 10);
  assert.ok(Number(at(done, 'response.usage.input_token_details.text_tokens')) >= 8);
});

test('sends words while the user still speaks and never changes them', async () => {
  const client = connect();
  await client.configure(TRANSCRIBED);
  const text = 'I would like to know a little more about the history of this old house before we go on to the garden.';
  await client.speak(text, { voice: 'rms' });
  const done = await client.until('conversation.item.input_audio_transcription.completed');
  const deltas = client.frames.filter(({ type }) => type === 'conversation.item.input_audio_transcription.delta');
  const given = deltas.map(({ delta }) => delta).join('');
  assert.ok(String(done['transcript']).startsWith(given) || given === done['transcript']);
  assert.ok(deltas.every(({ item_id }) => item_id === done['item_id']));
  assert.ok(wordErrorRate(text, String(done['transcript'])) <= 0.1, String(done['transcript']));
});

test('detects no speech in silence and noise', async () => {
  const client = connect();
  await client.configure(TRANSCRIBED);
  const random = seededRandom(7);
  client.sendAudio(new Float32Array(48_000));
  client.sendAudio(Float32Array.from({ length: 96_000 }, () => 0.1 * (2 * random() - 1)));
  client.sendAudio(Float32Array.from({ length: 48_000 }, (_, n) => 0.2 * Math.sin((2 * Math.PI * 100 * n) / 24_000)));
  // Speech after it shows that all of the above was processed.
  await client.speak('Hello.', { voice: 'rms' });
  const started = await client.until('input_audio_buffer.speech_started');
  assert.ok(Number(started['audio_start_ms']) >= 7700, String(started['audio_start_ms']));
});

test('calls a tool with arguments from the speech and answers with its output', async () => {
  const client = connect();
  await client.configure({ ...TRANSCRIBED, tools: TOOLS });
  await client.speak('What is the weather in Paris?', { voice: 'slt' });
  const call = await client.until('response.function_call_arguments.done');
  assert.equal(call['name'], 'get_weather');
  assert.deepEqual(JSON.parse(String(call['arguments'])), { city: 'Paris' });
  await client.until('response.done');
  client.send('conversation.item.create', {
    item: { type: 'function_call_output', call_id: call['call_id'], output: '{"temperature":17}' },
  });
  client.send('response.create');
  const done = await client.until('response.done');
  assert.match(String(at(done, 'response.output.0.content.0.transcript')), /Paris.*\b17\b/);
});

test('asks for a missing argument', async () => {
  const client = connect();
  await client.configure({ ...TRANSCRIBED, tools: TOOLS });
  await client.speak('How is the weather today?', { voice: 'rms' });
  const asked = await client.until('response.output_audio_transcript.done');
  assert.equal(asked['transcript'], 'Which city?');
  await client.speak('London.', { voice: 'rms' });
  const call = await client.until('response.function_call_arguments.done');
  assert.deepEqual(JSON.parse(String(call['arguments'])), { city: 'London' });
});

const LONG =
  'One is a number. Two is a number. Three is a number. Four is a number. Five is a number. Six is a number. Seven is a number. Eight is a number.';

test('is interrupted by speech', async () => {
  const client = connect();
  await client.configure(TRANSCRIBED);
  client.send('response.create', { response: { instructions: `Say exactly: "${LONG}"` } });
  await client.until('response.output_audio.delta');
  await client.speak('Please stop talking now.', { voice: 'rms' });
  const done = await client.until('response.done');
  assert.equal(at(done, 'response.status'), 'cancelled');
  assert.deepEqual(at(done, 'response.status_details'), { type: 'cancelled', reason: 'turn_detected' });
  assert.equal(at(done, 'response.output.0.status'), 'incomplete');
  const types = client.frames.map(({ type }) => type);
  assert.ok(types.indexOf('input_audio_buffer.speech_started') < types.indexOf('response.done'));
  assert.ok(Number(at(done, 'response.usage.output_token_details.audio_tokens')) > 0);
});

test('supports push-to-talk: does nothing before the commit and rejects an empty commit', async () => {
  const client = connect();
  await client.configure({ audio: { input: { turn_detection: null, transcription: { model: 'local' } } } });
  client.send('input_audio_buffer.commit');
  assert.equal(at(await client.until('error'), 'error.code'), 'input_audio_buffer_commit_empty');
  await client.speak('What is seven times six?', { voice: 'rms' });
  client.send('input_audio_buffer.commit');
  await client.until('input_audio_buffer.committed');
  assert.match(String((await client.until('conversation.item.input_audio_transcription.completed'))['transcript']), /times/);
  client.send('response.create', { response: { output_modalities: ['text'] } });
  assert.match(String((await client.until('response.output_text.done'))['text']), /\b42\b/);
  assert.ok(
    client.frames.every(({ type }) => type !== 'input_audio_buffer.speech_started' && type !== 'response.output_audio.delta'),
  );
});

test('ends a complete sentence early in semantic mode', async () => {
  const client = connect();
  await client.configure({ audio: { input: { turn_detection: { type: 'semantic_vad', eagerness: 'low' } } } });
  await client.speak('What time is it?', { voice: 'rms', after: 3000 });
  const stopped = await client.until('input_audio_buffer.speech_stopped');
  await client.until('response.done');
  assert.ok(Number(stopped['audio_end_ms']) > 0);
});

test('holds two conversations at once and keeps them apart', async () => {
  const [one, two] = [connect(), connect()];
  await Promise.all([one.configure({ ...TRANSCRIBED, tools: TOOLS }), two.configure({ ...TRANSCRIBED, tools: TOOLS })]);
  await Promise.all([
    one.speak('Set the page colour to green.', { voice: 'rms' }),
    two.speak('What is the weather in Berlin?', { voice: 'slt' }),
  ]);
  const calls = await Promise.all([one, two].map((client) => client.until('response.function_call_arguments.done')));
  assert.deepEqual(
    calls.map((call): unknown => JSON.parse(String(call['arguments']))),
    [{ colour: 'green' }, { city: 'Berlin' }],
  );
});
