import assert from 'node:assert/strict';
import test from 'node:test';
import { readSettings } from '../../../src/relay/config/settings.js';
import { AgentError } from '../../../src/spec/agent-error.js';

function faultOf(variables: Record<string, string>): string {
  try {
    readSettings(variables);
  } catch (thrown) {
    assert.ok(thrown instanceof AgentError);
    assert.equal(thrown.code, 'invalid-configuration');
    return thrown.message;
  }
  return 'accepted';
}

test('nothing needs to be set', () => {
  const settings = readSettings({ PORT: '', OPENAI_API_KEY: '' });
  assert.equal(settings.PORT, 8787);
  assert.equal(settings.OPENAI_API_KEY, undefined);
});

test('every wrong variable is named with what it must be', () => {
  const fault = faultOf({
    PORT: '99999',
    OPENAI_BASE_URL: 'api.openai.com',
    RELAY_ANONYMOUS: 'yes',
    RELAY_ALLOWED_ORIGINS: 'https://shop.example/path',
    LOG_LEVEL: 'loud',
    AZURE_OPENAI_API_VERSION: '2025-04-01-preview',
  });
  for (const name of [
    'PORT: must be a whole number from 0 to 65535',
    'OPENAI_BASE_URL: must be an http',
    'RELAY_ANONYMOUS: must be true or false',
    'RELAY_ALLOWED_ORIGINS',
    'LOG_LEVEL',
    'AZURE_OPENAI_API_VERSION: must not be set',
  ]) {
    assert.ok(fault.includes(name), `${name} in ${fault}`);
  }
});

test('lists are read with or without spaces', () => {
  const settings = readSettings({ RELAY_ALLOWED_ORIGINS: ' https://shop.example , null,https://b.example:8443,' });
  assert.deepEqual(settings.RELAY_ALLOWED_ORIGINS, ['https://shop.example', 'null', 'https://b.example:8443']);
});
