import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createListening, type Listening } from '../../../src/local/listening/listening.js';
import { createMailbox, type Mailbox } from '../../rigs/mailbox.js';
import { createScriptedEngines, type ScriptedEngines } from '../../rigs/scripted-engines.js';
import { toPcm16 } from '../../rigs/speech.js';
import { loudThenSilent } from '../../rigs/test-sounds.js';

interface Told {
  readonly what: 'started' | 'stopped' | 'committed';
  readonly ms: number;
}

interface Ear {
  readonly listening: Listening;
  readonly engines: ScriptedEngines;
  readonly told: Mailbox<Told>;
  hear(loudMs: number, silentMs: number): void;
}

function open(): Ear {
  const engines = createScriptedEngines();
  const told = createMailbox<Told>();
  const listening = createListening(
    engines,
    {
      started: (_itemId, ms) => told.put({ what: 'started', ms }),
      stopped: (_itemId, ms) => told.put({ what: 'stopped', ms }),
      committed: ({ durationMs }) => told.put({ what: 'committed', ms: durationMs }),
      words: () => undefined,
      expected: () => undefined,
      failed: (fault) => assert.fail(String(fault)),
    },
    new AbortController().signal,
  );
  return {
    listening,
    engines,
    told,
    hear: (loud, silent) => listening.append(new Uint8Array(toPcm16(loudThenSilent(loud, silent)).buffer)),
  };
}

/** Two frames of the voice activity model: speech and silence are rounded to one each. */
const GRAIN_MS = 64;

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= GRAIN_MS, `${actual} is not near ${expected}`);
}

for (const [padding, silence] of [
  [300, 500],
  [0, 200],
  [500, 1000],
] as const) {
  test(`keeps ${padding} ms before speech and ends a turn after ${silence} ms of silence`, async () => {
    const { listening, told, hear } = open();
    listening.configure({ type: 'server_vad', prefix_padding_ms: padding, silence_duration_ms: silence });
    hear(0, 1000);
    hear(800, 2000);
    const [started, stopped, committed] = await told.atLeast(3);
    assert.deepEqual([started?.what, stopped?.what, committed?.what], ['started', 'stopped', 'committed']);
    near(started?.ms ?? 0, 1000 - padding);
    near(stopped?.ms ?? 0, 1800 + silence);
    near(committed?.ms ?? 0, 800 + padding + silence);
  });
}

test('bridges a pause, and recognises again what it had begun to recognise too early', async () => {
  const { listening, engines, told, hear } = open();
  listening.configure({ type: 'server_vad', silence_duration_ms: 500 });
  hear(500, 300);
  hear(500, 1000);
  await told.atLeast(3);
  const [, stopped] = told.all;
  near(stopped?.ms ?? 0, 1800);
  const [first = 0, second = 0] = engines.recognised;
  assert.equal(engines.recognised.length, 2);
  near(first / 16, 500 + 160);
  near(second / 16, 1300 + 160);
});

test('ends a sure sentence early where turns are detected by meaning, and waits for the rest of an unsure one', async () => {
  for (const [text, silence] of [
    ['Thank you.', 300],
    ['And then I', 650],
  ] as const) {
    const { listening, engines, told, hear } = open();
    engines.text = text;
    listening.configure({ type: 'semantic_vad' });
    // Piece by piece, as sound comes, so that there is time to understand.
    hear(500, 0);
    for (let at = 0; at < 1000; at += 20) {
      hear(0, 20);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    await told.atLeast(3);
    near(told.all[1]?.ms ?? 0, 500 + silence);
  }
});

test('commits endless speech after 25 seconds', async () => {
  const { listening, told, hear } = open();
  listening.configure({ type: 'server_vad' });
  for (let second = 0; second < 27; second += 1) hear(1000, 0);
  await told.atLeast(3);
  near(told.all[2]?.ms ?? 0, 25_000);
});

test('forgets what it is told to forget', async () => {
  const { listening, told, hear } = open();
  listening.configure(null);
  hear(1000, 0);
  listening.clear();
  assert.throws(() => listening.commit(), /buffer only has 0\.00ms/);
  hear(0, 50);
  assert.throws(() => listening.commit(), /Expected at least 100ms/);
  hear(400, 0);
  listening.commit();
  assert.deepEqual(
    told.all.map(({ what }) => what),
    ['committed'],
  );
  near(told.all[0]?.ms ?? 0, 450);
});
