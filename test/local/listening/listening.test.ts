import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createListening, type Listening } from '../../../src/local/listening/listening.js';
import { createMailbox, type Mailbox } from '../../rigs/mailbox.js';
import { createScriptedEngines, type ScriptedEngines } from '../../rigs/scripted-engines.js';
import { toPcm16 } from '../../rigs/speech.js';
import { loudThenSilent } from '../../rigs/test-sounds.js';

const SILENCE_500 = { type: 'silence', threshold: 0.5, prefixMs: 300, silenceMs: 500 } as const;

interface Reported {
  readonly what: 'started' | 'stopped' | 'committed';
  readonly ms: number;
}

interface Fixture {
  readonly listening: Listening;
  readonly engines: ScriptedEngines;
  readonly reported: Mailbox<Reported>;
  send(loudMs: number, silentMs: number): void;
}

function open(): Fixture {
  const engines = createScriptedEngines();
  const reported = createMailbox<Reported>();
  const listening = createListening(
    engines,
    {
      started: (_itemId, ms) => reported.put({ what: 'started', ms }),
      stopped: (_itemId, ms) => reported.put({ what: 'stopped', ms }),
      committed: ({ durationMs }) => reported.put({ what: 'committed', ms: durationMs }),
      transcriptDelta: () => undefined,
      speculated: () => undefined,
      failed: (fault) => assert.fail(String(fault)),
    },
    new AbortController().signal,
  );
  return {
    listening,
    engines,
    reported,
    send: (loud, silent) => listening.append(new Uint8Array(toPcm16(loudThenSilent(loud, silent)).buffer)),
  };
}

/** Two frames of the voice activity model: speech and silence are each rounded to a frame. */
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
    const { listening, reported, send } = open();
    listening.configure({ ...SILENCE_500, prefixMs: padding, silenceMs: silence });
    send(0, 1000);
    send(800, 2000);
    const [started, stopped, committed] = await reported.atLeast(3);
    assert.deepEqual([started?.what, stopped?.what, committed?.what], ['started', 'stopped', 'committed']);
    near(started?.ms ?? 0, 1000 - padding);
    near(stopped?.ms ?? 0, 1800 + silence);
    near(committed?.ms ?? 0, 800 + padding + silence);
  });
}

test('continues a turn after a short pause and recognises it again', async () => {
  const { listening, engines, reported, send } = open();
  listening.configure(SILENCE_500);
  send(500, 300);
  send(500, 1000);
  await reported.atLeast(3);
  const [, stopped] = reported.all;
  near(stopped?.ms ?? 0, 1800);
  const [first = 0, second = 0] = engines.recognised;
  assert.equal(engines.recognised.length, 2);
  near(first / 16, 500 + 160);
  near(second / 16, 1300 + 160);
});

test('in semantic mode ends a complete sentence early and waits for the rest of an incomplete one', async () => {
  for (const [text, silence] of [
    ['Thank you.', 300],
    ['And then I', 650],
  ] as const) {
    const { listening, engines, reported, send } = open();
    engines.text = text;
    listening.configure({ type: 'semantic', eagerness: 'medium' });
    // In pieces, so that the speculative recognition can finish in between.
    send(500, 0);
    for (let at = 0; at < 1000; at += 20) {
      send(0, 20);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    await reported.atLeast(3);
    near(reported.all[1]?.ms ?? 0, 500 + silence);
  }
});

test('commits continuous speech after 25 seconds', async () => {
  const { listening, reported, send } = open();
  listening.configure(SILENCE_500);
  for (let second = 0; second < 27; second += 1) send(1000, 0);
  await reported.atLeast(3);
  near(reported.all[2]?.ms ?? 0, 25_000);
});

test('discards the audio that is cleared', async () => {
  const { listening, reported, send } = open();
  listening.configure(null);
  send(1000, 0);
  listening.clear();
  assert.throws(() => listening.commit(), /buffer only has 0\.00ms/);
  send(0, 50);
  assert.throws(() => listening.commit(), /Expected at least 100ms/);
  send(400, 0);
  listening.commit();
  assert.deepEqual(
    reported.all.map(({ what }) => what),
    ['committed'],
  );
  near(reported.all[0]?.ms ?? 0, 450);
});

test('keeps samples whole when audio is cut in the middle of one', async () => {
  const { listening, engines, reported } = open();
  listening.configure(SILENCE_500);
  const bytes = new Uint8Array(toPcm16(Float32Array.from({ length: 48_000 }, () => 0.004)).buffer);
  // Misaligned by a byte, the quiet samples would be loud.
  for (let from = 0; from < bytes.length; from += 961) listening.append(bytes.subarray(from, from + 961));
  listening.append(new Uint8Array(toPcm16(loudThenSilent(500, 1000)).buffer));
  await reported.atLeast(3);
  near(reported.all[0]?.ms ?? 0, 2000 - 300);
  assert.equal(engines.recognised.length, 1);
});
