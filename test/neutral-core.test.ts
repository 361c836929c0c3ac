import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';

/** Where a service may be named: its own folders, the line that registers it, and the settings that its owner writes. */
const ALLOWED = [
  'src/providers/openai/',
  'src/providers/registry.ts',
  'src/relay/protocols/openai/',
  'src/relay/protocols/registry.ts',
  'src/relay/config/sections',
  // What the local agent speaks, and the two lines that attach it.
  'src/local/protocols/openai/',
  'src/local/index.ts',
  'src/local/local-agent.ts',
];

test('the core names no service', async () => {
  const entries = await readdir('src', { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .filter((file) => !ALLOWED.some((allowed) => file.startsWith(allowed)));
  assert.ok(files.length > 100);
  const naming = await Promise.all(
    files.map(async (file) => (/openai/i.test(`${file}\n${await readFile(file, 'utf8')}`) ? [file] : [])),
  );
  assert.deepEqual(naming.flat(), []);
});
