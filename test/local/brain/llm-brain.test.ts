import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Answer, Question } from '../../../src/local/brain/brain.js';
import { createLlmBrain } from '../../../src/local/brain/llm-brain.js';
import { toAgentError, type AgentError } from '../../../src/spec/agent-error.js';
import { at } from '../../rigs/local-client.js';
import { openScriptedModel, textChunk, type ReceivedRequest } from '../../rigs/scripted-model.js';

const life = new AbortController();
after(() => life.abort());

const QUESTION: Question = {
  instructions: 'Be kind.',
  history: [
    { type: 'said', role: 'user', text: 'Weather in Rome and Oslo?' },
    { type: 'call', callId: 'a', name: 'get_weather', arguments: '{"city":"Rome"}' },
    { type: 'call', callId: 'b', name: 'get_weather', arguments: '{"city":"Oslo"}' },
    { type: 'output', callId: 'a', output: '20' },
    { type: 'output', callId: 'b', output: '2' },
  ],
  tools: [{ name: 'get_weather', description: 'Weather', parameters: { type: 'object' } }],
  toolChoice: 'auto',
};

async function ask(url: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  for await (const answer of createLlmBrain(url).answer(QUESTION, life.signal)) answers.push(answer);
  return answers;
}

test('uses the first model of the server and streams its text', async () => {
  const received: ReceivedRequest[] = [];
  const url = await openScriptedModel([textChunk('It is '), textChunk('warm.'), { choices: [] }], life.signal, { received });
  assert.deepEqual(await ask(url), [
    { type: 'text', text: 'It is ' },
    { type: 'text', text: 'warm.' },
  ]);
  assert.deepEqual(
    received.map(({ path }) => path),
    ['/v1/models', '/v1/chat/completions'],
  );
  const body = received[1]?.body;
  assert.deepEqual([at(body, 'model'), at(body, 'stream')], ['tiny', true]);
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((place) => at(body, `messages.${place}.role`)),
    ['system', 'user', 'assistant', 'tool', 'tool'],
  );
  assert.equal(at(body, 'messages.2.tool_calls.1.id'), 'b');
  assert.deepEqual(at(body, 'tools'), [
    { type: 'function', function: { name: 'get_weather', description: 'Weather', parameters: { type: 'object' } } },
  ]);
});

test('assembles tool calls from their pieces', async () => {
  const piece = (index: number, call: object): unknown => ({ choices: [{ delta: { tool_calls: [{ index, function: call }] } }] });
  const url = await openScriptedModel(
    [
      piece(0, { name: 'get_weather', arguments: '{"ci' }),
      piece(0, { arguments: 'ty":"Bonn"}' }),
      piece(1, { name: 'get_weather' }),
    ],
    life.signal,
  );
  assert.deepEqual(await ask(`${url}/v1?model=other`), [
    { type: 'call', name: 'get_weather', arguments: '{"city":"Bonn"}' },
    { type: 'call', name: 'get_weather', arguments: '{}' },
  ]);
});

test('describes a server that fails or cannot be reached', async () => {
  const failing = await openScriptedModel([], life.signal, { status: 500 });
  assert.match((await faultOf(failing)).message, /status 500/);
  assert.equal((await faultOf('http://127.0.0.1:9?model=x')).code, 'upstream-unavailable');
  assert.throws(() => createLlmBrain('not an address'), /LOCAL_LLM_URL/);
});

async function faultOf(url: string): Promise<AgentError> {
  return toAgentError(
    await ask(url).then(
      () => assert.fail('it answered'),
      (thrown: unknown) => thrown,
    ),
  );
}
