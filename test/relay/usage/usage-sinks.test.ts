import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { onAbort } from '../../../src/lib/on-abort.js';
import type { RelayOptions } from '../../../src/relay/relay-parts.js';
import type { UsageRecord } from '../../../src/relay/usage/usage-record.js';
import { createMailbox } from '../../rigs/mailbox.js';
import { connect, mintSession, startRelay, withLife, type RunningRelay } from '../../rigs/relay-rig.js';
import { openUpstreamServer } from '../../rigs/upstream-server.js';

/** So many conversations that end at once, and a relay with nothing left to do. */
async function talk(
  count: number,
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
  options?: Partial<RelayOptions>,
): Promise<RunningRelay> {
  const upstream = await openUpstreamServer({}, signal);
  const running = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl, ...variables }, signal, options);
  const clients = await Promise.all(
    Array.from({ length: count }, async () => connect((await mintSession(running.url)).wsUrl, signal)),
  );
  for (const { socket } of clients) socket.close();
  await running.relay.drain(0);
  return running;
}

test(
  'two relays write into one file: a line for each conversation, for the owner alone to read',
  withLife(async (signal) => {
    const folder = await mkdtemp(join(tmpdir(), 'usage-'));
    onAbort(signal, () => void rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'usage.jsonl');
    await Promise.all([talk(20, { RELAY_USAGE_FILE: file }, signal), talk(20, { RELAY_USAGE_FILE: file }, signal)]);
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    assert.equal(new Set(lines.map((line) => (JSON.parse(line) as UsageRecord).session)).size, 40);
    assert.equal(lines.length, 40);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  }),
);

test(
  'without a file the log gets them',
  withLife(async (signal) => {
    const { log } = await talk(3, {}, signal);
    assert.equal(log.all.filter((line) => (JSON.parse(line) as { usage?: object }).usage !== undefined).length, 3);
  }),
);

test(
  'a sink that fails is tried again; one that keeps failing leaves the record in the log, and an alarm',
  withLife(async (signal) => {
    const booked = createMailbox<UsageRecord>();
    let attempts = 0;
    const { log: calm } = await talk(1, {}, signal, {
      usageSink: async (record) => {
        attempts += 1;
        if (attempts < 3) throw new Error('The database is asleep.');
        booked.put(record);
      },
    });
    assert.deepEqual([booked.all.length, attempts], [1, 3]);
    assert.ok(!calm.all.some((line) => line.includes('ALERT')));

    const { log } = await talk(1, { RELAY_USAGE_FILE: '/nowhere/at/all' }, signal);
    assert.equal(log.all.filter((line) => (JSON.parse(line) as { record?: object }).record !== undefined).length, 1);
    assert.ok(log.all.some((line) => line.includes('"alert":"usage-not-written"')));
  }),
);
