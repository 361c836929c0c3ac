import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import puppeteer, { type Page } from 'puppeteer-core';
import { onAbort } from '../src/lib/on-abort.js';
import { chromiumFlags } from '../test/rigs/browser-flags.js';
import { obtainChromium } from '../test/rigs/obtain-chromium.js';
import { encodeWav } from '../test/rigs/wav.js';
import { writeBursts } from './audio/bursts.js';
import { timeCapture } from './audio/capture-times.js';
import { tryPlayer, type Trial } from './audio/player-times.js';
import { openService, type Service } from './audio/service.js';
import type { Contestant } from './audio/stage.js';
import type { GroupRun } from './group.js';
import { median, quantile } from './rounds.js';
import { readPageClock, type PageClock } from './talk/page-clock.js';

/** Deepgram's player closes its context when it is interrupted, Gemini's console captures 128 ms at a time: neither is rebuilt. */
const CAPTURES: readonly Contestant[] = ['ours', 'ours-by-worklet', 'deepgram', 'elevenlabs', 'wavtools'];
const PLAYERS: readonly Contestant[] = ['ours', 'wavtools', 'elevenlabs', 'gemini'];
const CONTESTANTS = [...new Set([...CAPTURES, ...PLAYERS])];
const ROUNDS = 3;
const YIELDINGS = 10;
/** Every trial is interrupted at another place in the player's and the page's rhythm. */
const PLAYED_MS = [400, 437, 481, 523, 459];
/** A microphone is silent until its page is ready, and after the last burst. */
const MICROPHONE_RATE = 48_000;
const LEAD_SECONDS = 0.8;
const MICROPHONE_SECONDS = 4.3;

const STATISTICS = [
  ['median', 0.5],
  ['p95', 0.95],
] as const;

/** What was measured of one contestant, on an idle page or on a busy one. */
interface Measured {
  readonly captures: number[];
  readonly trials: Trial[];
}

type All = ReadonlyMap<Contestant, Measured>;

interface Place {
  readonly service: Service;
  readonly page: Page;
  readonly clock: PageClock;
  close(): Promise<void>;
}

async function openPlace(signal: AbortSignal): Promise<Place> {
  const folder = await mkdtemp(path.join(tmpdir(), 'voice-agent-bench-'));
  const microphone = path.join(folder, 'microphone.wav');
  await writeFile(microphone, encodeWav(writeBursts(MICROPHONE_RATE, LEAD_SECONDS, MICROPHONE_SECONDS), MICROPHONE_RATE));
  const service = await openService(signal);
  const { executablePath, args } = await obtainChromium();
  const browser = await puppeteer.launch({ executablePath, args: [...chromiumFlags(`${microphone}%noloop`), ...args] });
  onAbort(signal, () => void browser.close());
  const page = await browser.newPage();
  await page.goto(service.pageUrl);
  return {
    service,
    page,
    clock: await readPageClock(page),
    async close() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One conversation: the microphone first, then as many answers as are interrupted. */
async function converse(
  { service, page, clock }: Place,
  contestant: Contestant,
  { captures, trials }: Measured,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  await page.evaluate((who, url) => window.bench.open(who, url), contestant, service.urlFor(contestant));
  try {
    const served = service.served(contestant);
    if (CAPTURES.includes(contestant)) {
      const heard = await page.evaluate((ms) => window.bench.heard(ms), MICROPHONE_SECONDS * 1000);
      captures.push(...timeCapture(heard, served, clock));
    }
    if (!PLAYERS.includes(contestant)) return;
    for (const [trial, playedMs] of PLAYED_MS.entries())
      trials.push(await tryPlayer(service, served, `${name}-${trial}`, playedMs, signal));
  } finally {
    await page.evaluate(() => window.bench.close());
  }
}

/** Prints `name` for `subject` beside what the others reached in the same run. */
function printFigure(
  { print }: GroupRun,
  all: All,
  name: string,
  values: (measured: Measured) => readonly (number | undefined)[],
  targets: { readonly median?: number; readonly p95?: number } = {},
  subject: Contestant = 'ours',
): void {
  const reached = new Map(
    [...all].map(([contestant, measured]) => [contestant, values(measured).filter((value) => value !== undefined)]),
  );
  const own = reached.get(subject) ?? [];
  const others = [...reached].filter(([contestant, times]) => contestant !== subject && times.length > 0);
  for (const [statistic, share] of STATISTICS) {
    const target = targets[statistic];
    print({
      figure: `audio.${name}.${statistic}`,
      value: quantile(own, share),
      unit: 'ms',
      better: 'lower',
      rounds: own.length,
      ...(target === undefined ? {} : { target }),
      beside: Object.fromEntries(others.map(([contestant, times]) => [contestant, quantile(times, share)])),
    });
  }
}

function printAll(run: GroupRun, all: All, busy: boolean): void {
  const suffix = busy ? '-on-a-busy-page' : '';
  const captures = ({ captures }: Measured): readonly number[] => captures;
  printFigure(run, all, `microphone-to-wire${suffix}`, captures, busy ? {} : { median: 10, p95: 20 });
  const byWorklet = busy ? {} : { median: 30, p95: 45 };
  printFigure(run, all, `microphone-to-wire-by-worklet${suffix}`, captures, byWorklet, 'ours-by-worklet');
  const each =
    (pick: (trial: Trial) => number | undefined) =>
    ({ trials }: Measured): readonly (number | undefined)[] =>
      trials.map(pick);
  printFigure(
    run,
    all,
    `wire-to-graph${suffix}`,
    each(({ toGraphMs }) => toGraphMs),
    busy ? {} : { median: 6, p95: 12 },
  );
  printFigure(
    run,
    all,
    `interrupt-to-silence${suffix}`,
    each(({ toSilenceMs }) => toSilenceMs),
    busy ? { median: 10 } : { median: 10, p95: 20 },
  );
  printFigure(
    run,
    all,
    `heard-position-error${suffix}`,
    each(({ positionErrorMs }) => positionErrorMs),
    { median: 1, p95: 1 },
  );
  const byClock = all.get('ours')?.trials.map(({ clockErrorMs }) => clockErrorMs) ?? [];
  run.print({
    figure: `audio.wall-clock-position-error${suffix}.median`,
    value: median(byClock),
    unit: 'ms',
    better: 'lower',
    rounds: byClock.length,
  });
}

async function measureYielding({ print, progress }: GroupRun, page: Page, busy: boolean): Promise<void> {
  progress(`speech to duck, ${busy ? 'busy' : 'idle'} page`);
  await page.evaluate((next) => window.bench.setBusy(next), busy);
  const times: number[] = [];
  for (let round = 0; round < YIELDINGS; round += 1) times.push(await page.evaluate(() => window.bench.timeYielding()));
  for (const [statistic, share] of STATISTICS) {
    const figure = `audio.speech-to-duck${busy ? '-on-a-busy-page' : ''}.${statistic}`;
    print({ figure, value: quantile(times, share), unit: 'ms', better: 'lower', rounds: times.length });
  }
}

/**
 * Conversations of others beside ours, in turn, on an idle page and on a busy one: from a sound on the microphone's track to
 * its frame at the service, from the service's hand to what leaves the audio graph, from an interruption to silence, and how
 * wrong each is about what was heard. And how soon our voice yields to the person before any service has said a word.
 */
export async function measureLive(run: GroupRun): Promise<void> {
  const place = await openPlace(run.signal);
  const empty = (): All => new Map(CONTESTANTS.map((contestant) => [contestant, { captures: [], trials: [] }]));
  const pages = [
    { busy: false, all: empty() },
    { busy: true, all: empty() },
  ];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { busy, all } of pages) {
      run.progress(`conversations, ${busy ? 'busy' : 'idle'} page, round ${round + 1} of ${ROUNDS}`);
      await place.page.evaluate((next) => window.bench.setBusy(next), busy);
      for (const contestant of [...CONTESTANTS.slice(round), ...CONTESTANTS.slice(0, round)]) {
        const measured = all.get(contestant);
        if (!measured) continue;
        // A machine that is too busy for one of them must not take the figures of all.
        await converse(place, contestant, measured, `${busy}-${round}-${contestant}`, run.signal).catch((thrown: unknown) =>
          run.progress(`${contestant} was left out once: ${String(thrown)}`),
        );
      }
    }
  }
  for (const { busy, all } of pages) printAll(run, all, busy);
  for (const { busy } of pages) await measureYielding(run, place.page, busy);
  await place.close();
}
