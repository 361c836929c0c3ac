import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { parseEnv } from 'node:util';
import { describeVariables } from '../../../src/relay/config/describe-variables.js';
import { VARIABLES } from '../../../src/relay/config/environment.js';
import { readSettings } from '../../../src/relay/config/settings.js';
import { createHelp } from '../../../src/relay/config/help.js';
import { createEnvExample } from '../../../tooling/env-example/create-env-example.js';

const read = (path: string): Promise<string> => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
const described = describeVariables().flatMap(({ variables }) => variables);

test('every variable that is read is described, once, in sentences, and no other', () => {
  assert.deepEqual(described.map(({ name }) => name).sort(), [...VARIABLES].sort());
  assert.ok(VARIABLES.length > 40, String(VARIABLES.length));
  for (const { name, about } of described) assert.match(about, /^\S.+\.$/, name);
});

test('the defaults that are told are those that are taken, and the examples are accepted', () => {
  const standard = readSettings({});
  const told = Object.fromEntries(described.map(({ name, byDefault }) => [name, byDefault]));
  assert.deepEqual(readSettings(told), standard);
  for (const [name, value] of Object.entries(standard)) {
    const isSilent = value === undefined || (Array.isArray(value) && value.length === 0);
    const depends = described.some((variable) => variable.name === name && variable.otherwise !== undefined);
    assert.equal(told[name] !== undefined, !isSilent && !depends, name);
  }
  readSettings(Object.fromEntries(described.map(({ name, byDefault, example }) => [name, byDefault ?? example])));
});

test('--help names every variable with its default and its unit', () => {
  const help = createHelp();
  for (const { name, byDefault, unit } of described) {
    const [, hints = ''] = new RegExp(`^  ${name}(?:  \\((.*)\\))?$`, 'm').exec(help) ?? assert.fail(name);
    for (const hint of [byDefault, unit]) assert.ok(hints.includes(hint ?? ''), `${name}: ${hint}`);
  }
});

test('.env.example is what the schema says (written by tooling/env-example.ts), and changes nothing where it is taken', async () => {
  const example = await read('.env.example');
  assert.equal(example, createEnvExample());
  assert.deepEqual(readSettings(parseEnv(example) as Record<string, string>), readSettings({}));
});

test('whatever a document calls a variable of the relay is one', async () => {
  const documents = ['README.md', 'PROTOCOL.md', 'deploy/README.md', 'deploy/compose.yaml', 'deploy/kubernetes.yaml'];
  for (const document of [...documents, 'deploy/nginx.conf', 'deploy/haproxy.cfg']) {
    for (const [name] of (await read(document)).matchAll(/\b(RELAY|OPENAI|AZURE_OPENAI|ELEVENLABS|REDIS)_[A-Z0-9_]+\b/g))
      assert.ok(VARIABLES.includes(name), `${document}: ${name}`);
  }
});
