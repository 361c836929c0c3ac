import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainMissingPackage } from '../../../src/local/engines/model-files.js';
import { INSTALL_COMMAND, MODEL_FILES, readModelFile } from '../../../src/local/engines/model-files.js';
import { toAgentError } from '../../../src/spec/agent-error.js';

test('accepts the installed files', async () => {
  for (const file of Object.values(MODEL_FILES)) assert.ok((await readModelFile(file)).length > 1_000_000, file.what);
});

const broken = [
  ['a file of another version', { ...MODEL_FILES.synthesis, sha256: '0'.repeat(64) }, /is not the expected version/],
  ['a missing package', { ...MODEL_FILES.synthesis, package: '@nobody/nothing' }, /is not installed/],
  ['a missing file', { ...MODEL_FILES.synthesis, path: 'nothing.wasm' }, /is not installed/],
] as const;

for (const [what, file, why] of broken) {
  test(`rejects ${what} with the name of the package and the command to install it`, async () => {
    const fault = await readModelFile(file).then(() => assert.fail('it passed'), toAgentError);
    assert.equal(fault.code, 'invalid-configuration');
    assert.match(fault.message, why);
    assert.ok(fault.message.includes(file.package) && fault.message.includes(INSTALL_COMMAND));
  });
}

test('names a missing package and returns other errors unchanged', async () => {
  const name = 'no-such-package';
  const thrown: unknown = await import(name).then(
    () => assert.fail('it is there'),
    (fault: unknown) => fault,
  );
  const explained = toAgentError(explainMissingPackage(thrown));
  assert.equal(explained.code, 'invalid-configuration');
  assert.ok(explained.message.includes(name) && explained.message.includes(INSTALL_COMMAND));
  const other = new Error('something else');
  assert.equal(explainMissingPackage(other), other);
});
