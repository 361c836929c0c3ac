import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import puppeteer from 'puppeteer-core';
import { WebSocketServer, type WebSocket } from 'ws';
import { own } from '../src/lib/own.js';
import { chromiumFlags } from '../test/rigs/browser-flags.js';
import { createMailbox, type Mailbox } from '../test/rigs/mailbox.js';
import { obtainChromium } from '../test/rigs/obtain-chromium.js';
import { bundleScriptTag } from '../tooling/build/script-tag.js';
import type { GroupRun } from './group.js';
import type { PageNews, PlayerName, ServiceFrame } from './players/page.js';
import { SAMPLE_RATE } from './players/player.js';
import { median, quantile } from './rounds.js';

const PLAYERS: readonly PlayerName[] = ['ours', 'wavtools', 'elevenlabs', 'gemini'];
const ROUNDS = 4;
const TRIALS = 4;
const YIELDINGS = 10;
/** One delta of a fast service, and how many of them come at once. */
const DELTA_SECONDS = 0.1;
const DELTAS = 25;
/** Every other trial is interrupted at another place in the player's and the page's rhythm. */
const PLAYED_MS = [400, 437, 481, 523];

interface Trial {
  readonly toGraphMs: number;
  readonly toSilenceMs: number;
  /** What the player believes was heard, and what a wall clock says, less what left the graph. */
  readonly positionErrorMs?: number;
  readonly clockErrorMs: number;
}

type Trials = Record<PlayerName, Trial[]>;

/** Loud from its first sample to its last. */
function tone(): string {
  const samples = Int16Array.from(
    { length: DELTA_SECONDS * SAMPLE_RATE },
    (_, index) => 10_000 * Math.cos((2 * Math.PI * 440 * index) / SAMPLE_RATE),
  );
  return Buffer.from(samples.buffer).toString('base64');
}

interface Service {
  readonly url: string;
  readonly news: Mailbox<PageNews>;
  send(frame: ServiceFrame): void;
}

async function openService(signal: AbortSignal): Promise<Service> {
  const script = await bundleScriptTag('bench/players/page.ts');
  const news = createMailbox<PageNews>();
  let socket: WebSocket | undefined;
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? script : '<!doctype html><meta charset="utf-8"><script src="/page.js"></script>');
  });
  new WebSocketServer({ server }).on('connection', (connected) => {
    socket = connected;
    connected.on('message', (data: Buffer) => news.put(JSON.parse(data.toString()) as PageNews));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  own(signal, () => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, news, send: (frame) => socket?.send(JSON.stringify(frame)) };
}

async function attempt(service: Service, itemId: string, playedMs: number): Promise<Trial> {
  const audio = tone();
  const sentAt = Date.now();
  for (let delta = 0; delta < DELTAS; delta += 1) service.send({ type: 'audio', itemId, audio });
  await new Promise((resolve) => setTimeout(resolve, playedMs));
  const spokenAt = Date.now();
  service.send({ type: 'interrupt', itemId });
  const [one, other] = [await service.news.next(), await service.news.next()];
  const interrupted = one.type === 'interrupted' ? one : other;
  const passed = one.type === 'passed' ? one : other;
  if (interrupted.type !== 'interrupted' || passed.type !== 'passed') throw new Error('Something passed that was not sent');
  const { beganAt, endedAt, ms } = passed.passage;
  return {
    toGraphMs: beganAt - sentAt,
    toSilenceMs: endedAt - spokenAt,
    clockErrorMs: Math.abs(interrupted.clockMs - ms),
    ...(interrupted.heardMs === undefined ? {} : { positionErrorMs: Math.abs(interrupted.heardMs - ms) }),
  };
}

function printTrials({ print }: GroupRun, trials: Trials, suffix: string, busy: boolean): void {
  const figure = (
    name: string,
    pick: (trial: Trial) => number | undefined,
    targets: { median?: number; p95?: number },
    extra: Readonly<Record<string, number>> = {},
  ): void => {
    for (const [statistic, share] of [
      ['median', 0.5],
      ['p95', 0.95],
    ] as const) {
      const values = Object.fromEntries(
        PLAYERS.map((player) => [player, trials[player].map(pick).filter((value) => value !== undefined)]),
      );
      const { ours = [], ...peers } = values;
      const beside = Object.fromEntries(
        Object.entries(peers).flatMap(([peer, measured]) => (measured.length > 0 ? [[peer, quantile(measured, share)]] : [])),
      );
      const target = targets[statistic];
      print({
        figure: `audio.${name}${suffix}.${statistic}`,
        value: quantile(ours, share),
        unit: 'ms',
        better: 'lower',
        rounds: ROUNDS * TRIALS,
        ...(target === undefined ? {} : { target }),
        beside: statistic === 'median' ? { ...beside, ...extra } : beside,
      });
    }
  };
  figure('wire-to-graph', ({ toGraphMs }) => toGraphMs, busy ? {} : { median: 6, p95: 12 });
  figure('interrupt-to-silence', ({ toSilenceMs }) => toSilenceMs, busy ? { median: 10 } : { median: 10, p95: 20 });
  figure(
    'heard-position-error',
    ({ positionErrorMs }) => positionErrorMs,
    { median: 1, p95: 1 },
    {
      'wall-clock': median(trials.ours.map(({ clockErrorMs }) => clockErrorMs)),
    },
  );
}

function printYielding({ print }: GroupRun, times: readonly number[], suffix: string): void {
  for (const [statistic, share] of [
    ['median', 0.5],
    ['p95', 0.95],
  ] as const) {
    const figure = `audio.speech-to-duck${suffix}.${statistic}`;
    print({ figure, value: quantile(times, share), unit: 'ms', better: 'lower', rounds: times.length });
  }
}

/**
 * Players of others beside ours, all fed by a socket on the page's main thread: from the service's hand to what leaves the
 * audio graph, from an interruption to silence, and how wrong each is about what was heard. And how soon our voice yields to
 * the person before any service has said a word.
 */
export async function measurePlayers(run: GroupRun): Promise<void> {
  const service = await openService(run.signal);
  const { executablePath, args } = await obtainChromium();
  const browser = await puppeteer.launch({ executablePath, args: [...chromiumFlags('/dev/null'), ...args] });
  own(run.signal, () => void browser.close());
  const page = await browser.newPage();
  await page.goto(service.url);

  for (const busy of [false, true]) {
    const trials: Trials = { ours: [], wavtools: [], elevenlabs: [], gemini: [] };
    await page.evaluate((next) => window.bench.setBusy(next), busy);
    for (let round = 0; round < ROUNDS; round += 1) {
      run.progress(`players, ${busy ? 'busy' : 'idle'} page, round ${round + 1} of ${ROUNDS}`);
      for (let turn = 0; turn < PLAYERS.length; turn += 1) {
        const name = PLAYERS[(round + turn) % PLAYERS.length] ?? 'ours';
        await page.evaluate((player) => window.bench.open(player), name);
        for (let trial = 0; trial < TRIALS; trial += 1) {
          trials[name].push(await attempt(service, `${busy}-${round}-${name}-${trial}`, PLAYED_MS[trial] ?? 400));
        }
        await page.evaluate(() => window.bench.close());
      }
    }
    printTrials(run, trials, busy ? '-on-a-busy-page' : '', busy);
  }
  for (const busy of [false, true]) {
    run.progress(`speech to duck, ${busy ? 'busy' : 'idle'} page`);
    await page.evaluate((next) => window.bench.setBusy(next), busy);
    const times: number[] = [];
    for (let round = 0; round < YIELDINGS; round += 1) times.push(await page.evaluate(() => window.bench.timeYielding()));
    printYielding(run, times, busy ? '-on-a-busy-page' : '');
  }
  await browser.close();
}
