import { setMaxListeners } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { after, every } from '../src/lib/timer.js';
import type { UsageRecord } from '../src/relay/usage/usage-record.js';
import { openChild, saying } from '../test/rigs/child.js';
import { openRedisServer } from '../test/rigs/redis-server.js';
import type { Group, GroupRun } from './group.js';
import { median } from './rounds.js';
import { createRandom } from './soak/random.js';
import { liveOnce, type Outcome } from './soak/session.js';

const MINUTES = Number(process.env.SOAK_MINUTES ?? 2);
const SESSIONS = Number(process.env.SOAK_SESSIONS ?? 500);
const SEED = Number(process.env.SOAK_SEED ?? 1);
/** They do not come all at once. */
const RAMP_MS = 10_000;
/** After this long every conversation has ended, in whatever way; leases that nobody gave back would last a minute. */
const SETTLING_MS = 30_000;

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const node = ['--import', 'tsx'];

interface Relay {
  readonly url: string;
  readonly pid: number;
  readonly redis: Redis;
  readonly usageFile: string;
}

async function open(signal: AbortSignal): Promise<Relay> {
  const [service, store] = await Promise.all([
    saying(openChild(process.execPath, [...node, here('soak/service.ts')], {}, signal), /listening on (\d+)/),
    openRedisServer(signal),
  ]);
  const usageFile = join(tmpdir(), `soak-${process.pid}.jsonl`);
  await rm(usageFile, { force: true });
  const variables = {
    PORT: '0',
    LOG_LEVEL: 'error',
    OPENAI_API_KEY: 'sk-soak-0123456789',
    OPENAI_BASE_URL: `http://127.0.0.1:${service[1]}/v1`,
    REDIS_URL: store.url,
    RELAY_USAGE_FILE: usageFile,
    RELAY_MAX_SESSIONS: String(2 * SESSIONS),
    RELAY_PING_MS: '1000',
    RELAY_STALL_MS: '2000',
    RELAY_SETTLE_MS: '1000',
  };
  const child = openChild(process.execPath, [...node, here('../src/relay/bin.ts')], variables, signal);
  const [, url = ''] = await saying(child, /voice-agent-relay: (http\S+)/);
  return { url, pid: child.pid ?? 0, redis: new Redis(store.url), usageFile };
}

async function megabytesOf(pid: number): Promise<number> {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1000;
}

/** Keeps so many conversations open at once, each with a fate of its own, until the time is up. */
async function soak({ url, pid }: Relay, { progress, signal }: GroupRun): Promise<{ outcomes: Outcome[]; memory: number[] }> {
  const outcomes: Outcome[] = [];
  const memory: number[] = [];
  const time = new AbortController();
  const sampling = new AbortController();
  // Every conversation listens to it.
  setMaxListeners(0, time.signal);
  every(1_000, () => void megabytesOf(pid).then((now) => memory.push(now)), sampling.signal);
  every(15_000, () => progress(`${outcomes.length} conversations ended, ${memory.at(-1)?.toFixed(0)} MB`), sampling.signal);
  after(MINUTES * 60_000, () => time.abort(), signal);
  const live = async (_value: unknown, index: number): Promise<void> => {
    const random = createRandom(SEED * 100_003 + index);
    await new Promise<void>((resolve) => after(random() * RAMP_MS, resolve, signal));
    while (!time.signal.aborted) outcomes.push(await liveOnce(url, random, time.signal));
  };
  await Promise.all(Array.from({ length: SESSIONS }, live));
  sampling.abort();
  return { outcomes, memory };
}

interface Left {
  readonly sessions: number;
  readonly leases: number;
}

/** What is left when nothing is left any more, or when there has been time enough for all to end. */
async function settle({ url, redis }: Relay): Promise<Left> {
  const until = performance.now() + SETTLING_MS;
  for (;;) {
    const { sessions } = (await (await fetch(`${url}/readyz`)).json()) as { sessions: number };
    const keys = await redis.keys('voice-agent:leases:*');
    const leases = (await Promise.all(keys.map((key) => redis.zcard(key)))).reduce((sum, count) => sum + count, 0);
    if ((sessions === 0 && leases === 0) || performance.now() > until) return { sessions, leases };
  }
}

function print({ print: put }: GroupRun, name: string, value: number, unit: string, target?: number): void {
  put({ figure: `soak.${name}`, value, unit, better: 'lower', ...(target !== undefined && { target }) });
}

export default {
  minutes: MINUTES + 1,
  async run(run) {
    const relay = await open(run.signal);
    const { outcomes, memory } = await soak(relay, run);
    const left = await settle(relay);
    const records = (await readFile(relay.usageFile, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as UsageRecord);
    relay.redis.disconnect();
    await rm(relay.usageFile);

    const booked = new Map(records.map((record) => [record.session, record]));
    const begun = outcomes.filter(({ session }) => session !== undefined);
    const tokensLost = begun.map(({ session = '', tokens }) => tokens - (booked.get(session)?.tokens.outputAudio ?? 0));
    const quarter = Math.floor(memory.length / 4);
    run.progress(
      `memory, MB every ten seconds: ${memory
        .filter((_now, second) => second % 10 === 0)
        .map(Math.round)
        .join(' ')}`,
    );
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);

    run.progress(
      `${begun.length} of ${outcomes.length} conversations began, ${sum(outcomes.map(({ frames }) => frames))} frames came back`,
    );
    for (const refused of new Set(outcomes.flatMap((outcome) => outcome.refused ?? [])))
      run.progress(`${outcomes.filter((outcome) => outcome.refused === refused).length} refused: ${refused}`);
    print(run, 'conversations.refused', (100 * (outcomes.length - begun.length)) / outcomes.length, '%', 1);
    print(
      run,
      'memory.last-quarter-against-second',
      median(memory.slice(-quarter)) / median(memory.slice(quarter, 2 * quarter)),
      'x',
      1.1,
    );
    print(run, 'memory.highest', Math.max(...memory), 'MB');
    print(run, 'sessions.left', left.sessions, 'sessions', 0);
    print(run, 'leases.left', left.leases, 'leases', 0);
    print(run, 'records.missing', begun.filter(({ session = '' }) => !booked.has(session)).length, 'records', 0);
    print(run, 'records.too-many', records.length - booked.size, 'records', 0);
    print(run, 'frames.lost', sum(outcomes.map(({ lost }) => lost)), 'frames', 0);
    print(run, 'tokens.told-but-not-booked', sum(tokensLost.filter((lost) => lost > 0)), 'tokens', 0);
  },
} satisfies Group;
