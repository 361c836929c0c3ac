import type { Group, GroupRun } from './group.js';
import { startAll, startService, type Contestant } from './relay/contestants.js';
import { becomesIdle, growthWhenStalled, openStalled, talk, type Traffic } from './relay/traffic.js';
import { median, quantile } from './rounds.js';

const ROUNDS = 4;
const SESSIONS = 150;
/** Each session sends and gets ten messages a second. */
const MESSAGES_PER_SECOND = 20;

type Field = Readonly<Record<string, readonly Traffic[]>>;

async function letTalk({ progress }: GroupRun, contestants: Readonly<Record<string, Contestant>>): Promise<Field> {
  const names = Object.keys(contestants);
  const field: Record<string, Traffic[]> = Object.fromEntries(names.map((name) => [name, []]));
  // Round 0 only warms everybody up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of [...names.slice(round), ...names.slice(0, round)]) {
      const contestant = contestants[name];
      if (contestant === undefined) continue;
      const traffic = await talk(contestant, SESSIONS);
      if (round > 0) field[name]?.push(traffic);
      progress(
        `round ${round} of ${ROUNDS}: ${name} ${traffic.cpuPerMessage.toFixed(1)} us a message, p99 ${quantile(traffic.roundTrips, 0.99).toFixed(2)} ms`,
      );
    }
  }
  return field;
}

/** One number of each contestant but ours and those named. */
function beside(
  field: Field,
  value: (traffic: Traffic, round: number) => number,
  without: readonly string[],
): Record<string, number> {
  const peers = Object.entries(field).filter(([name]) => name !== 'ours' && !without.includes(name));
  return Object.fromEntries(peers.map(([name, rounds]) => [name, median(rounds.map(value))]));
}

function printTalk({ print }: GroupRun, field: Field): void {
  const ours = field.ours ?? [];
  const show = (
    what: string,
    unit: string,
    value: (traffic: Traffic, round: number) => number,
    target?: number,
    without = ['direct'],
  ): void =>
    print({
      figure: `relay.${what}`,
      value: median(ours.map(value)),
      unit,
      better: 'lower',
      ...(target !== undefined && { target }),
      rounds: ROUNDS,
      beside: beside(field, value, without),
    });

  show('cpu-per-message.median', 'us', ({ cpuPerMessage }) => cpuPerMessage);
  show(
    'cpu-against-splice.median',
    'x',
    ({ cpuPerMessage }, round) => cpuPerMessage / (field.splice?.[round]?.cpuPerMessage ?? NaN),
    1.9,
  );
  const perCore = ({ cpuPerMessage }: Traffic): number => 1e6 / (cpuPerMessage * MESSAGES_PER_SECOND);
  print({
    figure: 'relay.sessions-per-core.median',
    value: median(ours.map(perCore)),
    unit: 'sessions',
    better: 'higher',
    rounds: ROUNDS,
    beside: beside(field, perCore, ['direct']),
  });
  const added =
    (share: number) =>
    ({ roundTrips }: Traffic, round: number): number =>
      quantile(roundTrips, share) - quantile(field.direct?.[round]?.roundTrips ?? [], share);
  // A round trip passes the relay twice.
  show('added-latency.p50', 'ms', (traffic, round) => added(0.5)(traffic, round) / 2);
  show('added-latency.p99', 'ms', (traffic, round) => added(0.99)(traffic, round) / 2, 1);
  show('memory-per-session.median', 'kB', ({ bytesPerSession }) => bytesPerSession / 1000);
}

async function printStalled({ print, progress }: GroupRun, contestants: Readonly<Record<string, Contestant>>): Promise<void> {
  for (const who of ['page', 'service'] as const) {
    const growth: Record<string, number> = {};
    for (const [name, contestant] of Object.entries(contestants)) {
      if (name === 'direct') continue;
      growth[name] = (await growthWhenStalled(contestant, who)) / 1e6;
      progress(`stalled ${who}: ${name} grew by ${growth[name].toFixed(1)} MB`);
    }
    const { ours = NaN, ...peers } = growth;
    print({ figure: `relay.growth-when-${who}-stalls.max`, value: ours, unit: 'MB', target: 10, better: 'lower', beside: peers });
  }
}

const STALLED_PAGES = 100;
const STALLED_ROUNDS = 3;
/** Who is asked besides ours: what the pushing service itself takes from everybody on the same processors shows there too. */
const STALLED_PEERS = ['splice', 'nginx'];

/** How much longer the slowest round trips of others take while pages stall: until every buffer is full, and from then on. */
interface Disturbance {
  readonly filling: number;
  readonly full: number;
}

async function disturb(contestant: Contestant): Promise<Disturbance> {
  const p99 = async (): Promise<number> => quantile((await talk(contestant, SESSIONS / 3)).roundTrips, 0.99);
  const alone = await p99();
  const stalled = await openStalled(contestant, STALLED_PAGES);
  const filling = (await p99()) / alone;
  const full = (await becomesIdle(contestant)) ? (await p99()) / alone : NaN;
  for (const socket of stalled) socket.terminate();
  await becomesIdle(contestant);
  return { filling, full };
}

async function printBesideStalled(
  { print, progress }: GroupRun,
  contestants: Readonly<Record<string, Contestant>>,
): Promise<void> {
  const asked = Object.entries(contestants).filter(([name]) => name === 'ours' || STALLED_PEERS.includes(name));
  const found: Record<string, Disturbance[]> = Object.fromEntries(asked.map(([name]) => [name, []]));
  for (let round = 0; round < STALLED_ROUNDS; round += 1) {
    for (const [name, contestant] of [...asked.slice(round % asked.length), ...asked.slice(0, round % asked.length)]) {
      const disturbance = await disturb(contestant);
      found[name]?.push(disturbance);
      const { filling, full } = disturbance;
      progress(
        `p99 of others over ${name}: ${filling.toFixed(2)} x while ${STALLED_PAGES} pages fill, ${full.toFixed(2)} x then`,
      );
    }
  }
  for (const phase of ['filling', 'full'] as const) {
    const medians = Object.entries(found).map(([name, rounds]): [string, number] => [
      name,
      median(rounds.map((one) => one[phase])),
    ]);
    const { ours = NaN, ...peers } = Object.fromEntries(medians);
    print({
      figure: `relay.p99-of-others-when-100-stall-${phase}.median`,
      value: ours,
      unit: 'x',
      ...(phase === 'full' && { target: 1.2 }),
      better: 'lower',
      rounds: STALLED_ROUNDS,
      beside: peers,
    });
  }
}

export default {
  minutes: 10,
  async run(run) {
    const contestants = await startAll(await startService(run.signal), run.signal);
    printTalk(run, await letTalk(run, contestants));
    await printStalled(run, contestants);
    await printBesideStalled(run, contestants);
  },
} satisfies Group;
