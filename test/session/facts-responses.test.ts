import assert from 'node:assert/strict';
import test from 'node:test';
import { createDeferred } from '../../src/lib/deferred.js';
import { startLiveTalk } from '../rigs/talk.js';

test('fact 5: a call runs when its arguments are final, and one response is asked for after the last output and response.done', async (t) => {
  const { call, tools, has } = await startLiveTalk(t);
  const slow = createDeferred<string>();
  const asked: unknown[] = [];
  tools.add({ name: 'fast', description: '' }, (parameters) => void asked.push(parameters));
  tools.add({ name: 'slow', description: '' }, () => slow.promise);
  const response = call.respond();
  response.tool('f1', 'c1', 'fast').tool('f2', 'c2', 'slow');
  await call.settled();
  assert.equal(has('tool-called'), false, 'a delta is no call');

  response.endTool('f1', 'c1', 'fast', { city: 'Oslo' });
  response.endTool('f2', 'c2', 'slow', {});
  const first = await call.frame('conversation.item.create');
  assert.deepEqual(first.item, { type: 'function_call_output', call_id: 'c1', output: 'null' });
  assert.deepEqual(asked, [{ city: 'Oslo' }]);

  response.end();
  await call.settled();
  assert.equal(call.framesOf('response.create').length, 0, 'one output is missing');
  slow.resolve('done');
  await call.response(2);
  const sent = call.received.map((frame) => frame.type);
  assert.deepEqual(sent.slice(-2), ['conversation.item.create', 'response.create']);
  await call.settled();
  assert.equal(call.framesOf('response.create').length, 1);
  assert.deepEqual(call.refusals, []);
});

test('fact 5: with every output sent before response.done, the next response waits for it', async (t) => {
  const { call, tools } = await startLiveTalk(t);
  tools.add({ name: 'fast', description: '' }, () => ({ ok: true }));
  const response = call.respond().tool('f1', 'c1', 'fast').endTool('f1', 'c1', 'fast', {});
  const output = await call.frame('conversation.item.create');
  assert.equal((output.item as { output: string }).output, '{"ok":true}');
  await call.settled();
  assert.equal(call.framesOf('response.create').length, 0);
  response.end();
  await call.response(2);
  assert.deepEqual(call.refusals, []);
});

test('fact 6: after a cancel the next response waits for response.done', async (t) => {
  const { call, conversation, entry } = await startLiveTalk(t, { server: { holdResponses: true } });
  const response = call.respond().message('a1').audio('a1', 400);
  await entry('agent-audio');
  // A server that takes its time: it neither ends the response nor refuses anything yet.
  call.socket.pause();
  conversation.dispatch({ type: 'send-text', text: 'Stop, what about Rome?' });
  response.audio('a1', 200);
  call.socket.resume();
  await call.frame('response.cancel');
  await call.frame('response.create');
  const sent = call.received.map((frame) => frame.type).filter((type) => type.startsWith('response.'));
  assert.deepEqual(sent, ['response.cancel', 'response.create']);
  assert.deepEqual(call.refusals, [], 'the create came after the cancelled response was done');
});

test('fact 7: conversation_already_has_active_response is asked again afterwards, even where the error names no event', async (t) => {
  const { call, conversation, entry } = await startLiveTalk(t, { server: { namelessErrors: true } });
  // The two messages cross: the server begins by itself while the page asks.
  call.socket.pause();
  conversation.dispatch({ type: 'create-response' });
  const own = call.respond();
  await entry('response-started');
  call.socket.resume();
  await entry('provider-error', (event) => event.code === 'conversation_already_has_active_response');
  assert.equal(call.framesOf('response.create').length, 1);
  own.end();
  await call.frame('response.create', 2);
  assert.equal((await call.response(2)).id, 'resp_2');
  assert.deepEqual(call.refusals, ['conversation_already_has_active_response']);
});

test('fact 8: response_cancel_not_active is a race, not a failure', async (t) => {
  const { call, conversation, entry, has } = await startLiveTalk(t);
  call.respond().message('a1');
  await entry('response-started');
  conversation.dispatch({ type: 'interrupt' });
  call.active?.end();
  const error = await entry('provider-error');
  assert.equal(error.code, 'response_cancel_not_active');
  assert.equal(error.meaning, 'response-inactive');
  assert.equal(has('failed'), false);
  conversation.dispatch({ type: 'create-response' });
  await call.response(2);
});

test('fact 14: what is done because it was cancelled is not finished: its half call does not run', async (t) => {
  const { call, tools, entry, has } = await startLiveTalk(t);
  let runs = 0;
  tools.add({ name: 'pay', description: '' }, () => void (runs += 1));
  const response = call.respond().tool('f1', 'c1', 'pay');
  response.endTool('f1', 'c1', 'pay', {}, 'incomplete');
  response.end('cancelled', 'turn_detected');
  const done = await entry('response-done');
  assert.equal(done.status, 'cancelled');
  assert.equal(done.reason, 'turn_detected');
  await call.settled();
  assert.equal(has('tool-called'), false);
  assert.equal(runs, 0);
  assert.equal(call.framesOf('response.create').length, 0);
});

test('fact 14: a call that was finished before its response was cancelled is answered, without asking for a response', async (t) => {
  const { call, tools } = await startLiveTalk(t);
  const answer = createDeferred<string>();
  tools.add({ name: 'look', description: '' }, () => answer.promise);
  const response = call.respond().tool('f1', 'c1', 'look').endTool('f1', 'c1', 'look', {});
  response.end('cancelled', 'turn_detected');
  await call.settled();
  answer.resolve('found');
  await call.frame('conversation.item.create');
  await call.settled();
  assert.equal(call.framesOf('response.create').length, 0);
});

test('fact 14: a response that failed is told as an error that the conversation survives', async (t) => {
  const { call, entry, state } = await startLiveTalk(t);
  call.respond().end('failed', 'insufficient_quota');
  const failed = await entry('failed');
  assert.deepEqual([failed.code, failed.recoverable], ['provider-error', true]);
  assert.match(failed.message, /insufficient_quota/);
  assert.equal(state(), 'listening');
});

test('fact 16: rate limits after response.done are no news of the response, and may be missing', async (t) => {
  const { call, entry, state } = await startLiveTalk(t);
  call.respond().end();
  call.send({ type: 'rate_limits.updated', rate_limits: [{ name: 'tokens', limit: 100, remaining: 60, reset_seconds: 1.5 }] });
  const { limits } = await entry('rate-limits');
  assert.deepEqual(limits, [{ name: 'tokens', limit: 100, remaining: 60, resetSeconds: 1.5 }]);
  assert.equal(state(), 'listening');
});

test('a tool that fails, hangs or does not exist is answered with an error, never with silence', async (t) => {
  const { createTools } = await import('../../src/session/index.js');
  const tools = createTools({ timeoutMs: 20 });
  const { call } = await startLiveTalk(t, { request: { tools } });
  tools.add({ name: 'fails', description: '' }, () => Promise.reject(new Error('no seats')));
  tools.add({ name: 'hangs', description: '' }, () => new Promise(() => undefined));
  const circular: { self?: unknown } = {};
  circular.self = circular;
  tools.add({ name: 'circular', description: '' }, () => circular);
  const response = call.respond();
  tools.add({ name: 'floods', description: '' }, () => 'word '.repeat(50_000));
  const names = ['fails', 'hangs', 'circular', 'floods', 'unknown'];
  for (const name of names) response.tool(`f-${name}`, `c-${name}`, name).endTool(`f-${name}`, `c-${name}`, name, {});
  response.end();
  await call.frame('response.create');
  const outputs = call.framesOf('conversation.item.create').map((frame) => frame.item as { call_id: string; output: string });
  assert.deepEqual(new Set(outputs.map((output) => output.call_id)), new Set(names.map((name) => `c-${name}`)));
  for (const { output } of outputs) assert.equal(typeof (JSON.parse(output) as { error: string }).error, 'string');
});
