import assert from 'node:assert/strict';
import { it } from 'node:test';
import { checkTypes } from '../rigs/readme/check-types.js';
import { runCommand } from '../rigs/readme/run-command.js';
import { snippetsOf } from '../rigs/readme/snippets.js';

it('finds the snippets of a page with their lines', () => {
  const page = '# A\n\n```sh\nnpm ci\n```\n\ntext\n\n```ts title\nconst a = `b`;\n```\n';
  assert.deepEqual(snippetsOf(page), [
    { language: 'sh', code: 'npm ci\n', line: 4 },
    { language: 'ts', code: 'const a = `b`;\n', line: 10 },
  ]);
});

it('says what the compiler says of a snippet that uses the package wrongly', async () => {
  const faults = await checkTypes(`import { VoiceAgent } from 'voice-agent-element';\nnew VoiceAgent().volume = 'loud';`);
  assert.match(faults.join(), /'string' is not assignable to type 'number'/);
});

it('refuses a command that it does not know', async () => {
  await assert.rejects(runCommand('rm -rf node_modules'), /No test knows how to run/);
});

it('refuses a script that the package does not have', async () => {
  await assert.rejects(runCommand('npm run lint-everything'), /no script lint-everything/);
});
