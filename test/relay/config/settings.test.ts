import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { readEnvFile, readSettings } from '../../../src/relay/config/settings.js';
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

test('origins of apps and of any subdomain can be listed', () => {
  const origins = [
    'https://*.shop.example',
    'capacitor://localhost',
    'ionic://localhost',
    'tauri://localhost',
    'app://',
    'chrome-extension://abcdefghijklmnop',
  ];
  assert.deepEqual(readSettings({ RELAY_ALLOWED_ORIGINS: origins.join() }).RELAY_ALLOWED_ORIGINS, origins);
  for (const wrong of [
    'https://*',
    'https://*.example',
    'https://a.*.example',
    '*.shop.example',
    'capacitor://localhost/path',
    'ftp:x',
  ])
    assert.match(faultOf({ RELAY_ALLOWED_ORIGINS: wrong }), /RELAY_ALLOWED_ORIGINS.*: must list origins/, wrong);
});

test('what is copied along with a key is removed, and anything else that is no key is refused by name', () => {
  for (const name of ['OPENAI_API_KEY', 'AZURE_OPENAI_API_KEY'] as const) {
    for (const given of ['sk-1\n', '\r\n sk-1\r\n', '\u200bsk-1\ufeff', '"sk-1"', "'sk-1'", 'Bearer sk-1', ' "bearer sk-1" '])
      assert.equal(readSettings({ [name]: given })[name], 'sk-1', JSON.stringify(given));
    for (const given of ['sk-1 sk-2', 'sk-1\nsk-2', 'sk-\u201c1', '"sk-1', 'schlüssel']) {
      const fault = faultOf({ [name]: given });
      assert.match(fault, new RegExp(`${name}: must be a key`), JSON.stringify(given));
      assert.ok(!fault.includes(given));
    }
  }
});

test('a base address has no query and no fragment', () => {
  for (const name of ['OPENAI_BASE_URL', 'AZURE_OPENAI_ENDPOINT', 'ELEVENLABS_BASE_URL', 'RELAY_PUBLIC_URL', 'LOCAL_LLM_URL']) {
    for (const url of ['https://service.example/v1?api-version=1', 'https://service.example/#a'])
      assert.match(faultOf({ [name]: url }), new RegExp(`${name}: must not have a query`), `${name} ${url}`);
  }
  assert.doesNotThrow(() => readSettings({ RELAY_ALERT_URL: 'https://ops.example/hook?token=1' }));
});

test('an environment file may start with a byte order mark, and may be missing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'settings-'));
  const file = join(folder, '.env');
  await writeFile(file, '\ufeffPORT=1234\nHOST="::1"\n');
  assert.deepEqual({ ...readEnvFile(file) }, { PORT: '1234', HOST: '::1' });
  await rm(folder, { recursive: true });
  assert.deepEqual(readEnvFile(file), {});
});
