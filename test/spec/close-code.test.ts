import assert from 'node:assert/strict';
import test from 'node:test';
import { AgentError, ERROR_HELP, isAgentErrorCode, toAgentError } from '../../src/spec/agent-error.js';
import { CLOSE_CODES, CLOSE_NORMAL, errorOfCloseCode } from '../../src/spec/close-code.js';

test('close codes and errors stand for each other, one to one', () => {
  const codes = Object.entries(CLOSE_CODES);
  assert.equal(new Set(codes.map(([, closeCode]) => closeCode)).size, codes.length);
  for (const [code, closeCode] of codes) assert.equal(errorOfCloseCode(closeCode), code);
  assert.equal(errorOfCloseCode(CLOSE_NORMAL), null);
  for (const unannounced of [1001, 1005, 1006, 4999]) assert.equal(errorOfCloseCode(unannounced), 'connection-lost');
});

test('every error tells the person what to do', () => {
  for (const [code, help] of Object.entries(ERROR_HELP)) {
    assert.ok(isAgentErrorCode(code));
    assert.match(help, /^[A-Z].*\.$/s);
    assert.equal(new AgentError(code, 'why').help, help);
  }
  assert.equal(isAgentErrorCode('toString'), false);
});

test('what somebody else threw keeps its cause', () => {
  const cause = new TypeError('not a function');
  const error = toAgentError(cause);
  assert.deepEqual([error.code, error.message, error.cause], ['internal', 'not a function', cause]);
  assert.equal(toAgentError(error), error);
  assert.equal(toAgentError('text').message, 'text');
});
