import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { Answer, Question } from '../../../src/local/brain/brain.js';
import { createLlmBrain } from '../../../src/local/brain/llm-brain.js';
import { toAgentError } from '../../../src/spec/agent-error.js';

interface Asked {
  readonly path: string;
  readonly body: unknown;
}

const servers: Server[] = [];
after(() => servers.forEach((server) => server.close()));

/** A model that streams `chunks`, cut where no reader expects it. */
async function openModel(chunks: readonly unknown[], asked: Asked[] = [], status = 200): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const piece of request) body += String(piece);
      asked.push({ path: request.url ?? '', body: body === '' ? undefined : JSON.parse(body) });
      if (request.url === '/v1/models') return response.end('{"data":[{"id":"tiny"}]}');
      response.writeHead(status, { 'content-type': 'text/event-stream' });
      const text = [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), 'data: [DONE]\n\n'].join('');
      for (let from = 0; from < text.length; from += 7) response.write(text.slice(from, from + 7));
      return response.end();
    })();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const QUESTION: Question = {
  instructions: 'Be kind.',
  history: [
    { type: 'said', role: 'user', text: 'Weather in Rome and Oslo?' },
    { type: 'call', callId: 'a', name: 'get_weather', arguments: '{"city":"Rome"}' },
    { type: 'call', callId: 'b', name: 'get_weather', arguments: '{"city":"Oslo"}' },
    { type: 'output', callId: 'a', output: '20' },
    { type: 'output', callId: 'b', output: '2' },
  ],
  tools: [{ type: 'function', name: 'get_weather', description: 'Weather', parameters: { type: 'object' } }],
  toolChoice: 'auto',
};

async function ask(url: string, signal = new AbortController().signal): Promise<Answer[]> {
  const answers: Answer[] = [];
  for await (const answer of createLlmBrain(url).answer(QUESTION, signal)) answers.push(answer);
  return answers;
}

test('asks the first model of the server and passes its words on as they come', async () => {
  const asked: Asked[] = [];
  const url = await openModel(
    [{ choices: [{ delta: { content: 'It is ' } }] }, { choices: [{ delta: { content: 'warm.' } }] }, { choices: [] }],
    asked,
  );
  assert.deepEqual(await ask(url), [
    { type: 'text', text: 'It is ' },
    { type: 'text', text: 'warm.' },
  ]);
  assert.deepEqual(
    asked.map(({ path }) => path),
    ['/v1/models', '/v1/chat/completions'],
  );
  const { model, stream, messages, tools } = asked[1]?.body as Record<'model' | 'stream' | 'messages' | 'tools', unknown> & {
    messages: { role: string }[];
  };
  assert.deepEqual([model, stream], ['tiny', true]);
  assert.deepEqual(
    messages.map(({ role }) => role),
    ['system', 'user', 'assistant', 'tool', 'tool'],
  );
  assert.deepEqual(tools, [
    { type: 'function', function: { name: 'get_weather', description: 'Weather', parameters: { type: 'object' } } },
  ]);
});

test('gathers tool calls from their pieces', async () => {
  const piece = (index: number, call: object): unknown => ({ choices: [{ delta: { tool_calls: [{ index, function: call }] } }] });
  const url = await openModel([
    piece(0, { name: 'get_weather', arguments: '{"ci' }),
    piece(0, { arguments: 'ty":"Bonn"}' }),
    piece(1, { name: 'get_weather' }),
  ]);
  assert.deepEqual(await ask(`${url}/v1?model=other`), [
    { type: 'call', name: 'get_weather', arguments: '{"city":"Bonn"}' },
    { type: 'call', name: 'get_weather', arguments: '{}' },
  ]);
});

test('says what is wrong with a server that fails or is not there', async () => {
  const failing = await openModel([], [], 500);
  assert.match(((await ask(failing).catch(toAgentError)) as Error).message, /status 500/);
  const gone = await ask('http://127.0.0.1:9?model=x').catch(toAgentError);
  assert.equal((gone as { code?: string }).code, 'upstream-unavailable');
  assert.throws(() => createLlmBrain('not an address'), /LOCAL_LLM_URL/);
});
