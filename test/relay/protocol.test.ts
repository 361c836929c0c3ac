import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { statusOf } from '../../src/relay/refusal.js';
import { isAgentErrorCode } from '../../src/spec/agent-error.js';
import { CLOSE_CODES } from '../../src/spec/close-code.js';

const protocol = await readFile(new URL('../../PROTOCOL.md', import.meta.url), 'utf8');

/** The first two cells of each row of the table under a heading, code first. */
function tableUnder(heading: string): [code: string, number: number][] {
  const section = protocol.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| (\d+) +\| `([\w-]+)`/gm)].map(([, number, code]) => [code ?? '', Number(number)]);
}

test('PROTOCOL.md lists every close code, and no other', () => {
  assert.deepEqual(Object.fromEntries(tableUnder('Close codes')), CLOSE_CODES);
});

test('PROTOCOL.md tells the status of every refusal', () => {
  const rows = tableUnder('Refusals');
  assert.ok(rows.length > 10);
  for (const [code, status] of rows) {
    assert.ok(isAgentErrorCode(code), code);
    assert.equal(statusOf(code), status, code);
  }
});
