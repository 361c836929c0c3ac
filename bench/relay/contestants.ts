import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SignJWT } from 'jose';
import { freePort, openChild, saying } from '../../test/rigs/child.js';

/** Something between a page and a service, in a process of its own. */
export interface Contestant {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent where there is nothing in between. */
  readonly process?: ChildProcess;
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const SECRET = 'only-for-benchmarks-0123456789abcdef';

async function startNode(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  pattern: RegExp,
  signal: AbortSignal,
): Promise<[ChildProcess, string]> {
  const child = openChild(
    process.execPath,
    ['--import', 'tsx', here(file), ...args],
    { NODE_ENV: 'production', ...environment },
    signal,
  );
  const [, port = ''] = await saying(child, pattern);
  return [child, port];
}

const LISTENING = /listening on (\d+)/;

export async function startService(signal: AbortSignal): Promise<string> {
  return (await startNode('service.ts', [], {}, LISTENING, signal))[1];
}

/** As `npm run build` makes it: loaders of TypeScript wrap every function, also those that are made for each frame. */
const BUILT = '../../dist/relay/bin.js';

/** Ours with everything on: tokens, policy, limits, allowances, usage records, metrics. */
export async function startOurs(
  servicePort: string,
  signal: AbortSignal,
  settings: Readonly<Record<string, string>> = {},
): Promise<Contestant> {
  if (!existsSync(here(BUILT))) throw new Error('Run `npm run build` first: the relay is measured as people run it.');
  const variables = {
    PORT: '0',
    LOG_LEVEL: 'error',
    OPENAI_API_KEY: 'sk-bench',
    OPENAI_BASE_URL: `http://127.0.0.1:${servicePort}/v1`,
    RELAY_AUTH_SECRET: SECRET,
    RELAY_SESSIONS_PER_SUBJECT: '100000',
    RELAY_MINTS_PER_MINUTE: '100000',
    RELAY_DAILY_USD: '1000000',
    RELAY_LOCKS: 'instructions,tools',
    RELAY_USAGE_FILE: '/dev/null',
    ...settings,
  };
  const [child, port] = await startNode(BUILT, [], variables, /voice-agent-relay: http:\/\/localhost:(\d+)/, signal);
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('bench')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET));
  return { url: `ws://127.0.0.1:${port}/openai/realtime`, headers: { authorization: `Bearer ${token}` }, process: child };
}

async function startOther(file: string, servicePort: string, signal: AbortSignal): Promise<Contestant> {
  const [child, port] = await startNode(file, [servicePort], {}, LISTENING, signal);
  return { url: `ws://127.0.0.1:${port}/v1/realtime`, headers: {}, process: child };
}

async function startProgram(
  path: string,
  config: (port: number) => string,
  args: (file: string, folder: string) => string[],
  signal: AbortSignal,
): Promise<Contestant> {
  const [folder, port] = await Promise.all([mkdtemp(join(tmpdir(), 'bench-')), freePort()]);
  const file = join(folder, 'config');
  await writeFile(file, config(port));
  const child = openChild(path, args(file, folder), {}, signal);
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${path} ended with ${child.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer !== undefined) return { url: `ws://127.0.0.1:${port}/v1/realtime`, headers: {}, process: child };
  }
}

const nginx =
  (servicePort: string) =>
  (port: number): string => `
  worker_processes 1; events { worker_connections 4096; }
  http { access_log off; server { listen 127.0.0.1:${port};
    location / { proxy_pass http://127.0.0.1:${servicePort}; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection upgrade; proxy_buffer_size 16k; proxy_buffers 8 16k; } } }`;

const haproxy =
  (servicePort: string) =>
  (port: number): string => `
global
  nbthread 1
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  timeout tunnel 60s
listen all
  bind 127.0.0.1:${port}
  server service 127.0.0.1:${servicePort}
`;

/** Everybody who can take part on this machine; `direct` is nobody in between. */
export async function startAll(servicePort: string, signal: AbortSignal): Promise<Readonly<Record<string, Contestant>>> {
  const all: Record<string, Contestant> = {
    direct: { url: `ws://127.0.0.1:${servicePort}/v1/realtime`, headers: {} },
    // Pages that stall shall stay as long as somebody looks at them.
    ours: await startOurs(servicePort, signal, { RELAY_STALL_MS: '30000' }),
    splice: await startOther('splice.ts', servicePort, signal),
    naive: await startOther('naive-relay.ts', servicePort, signal),
    'http-proxy': await startOther('http-proxy.ts', servicePort, signal),
  };
  if (existsSync('/usr/sbin/nginx')) {
    all.nginx = await startProgram(
      '/usr/sbin/nginx',
      nginx(servicePort),
      (file, folder) => ['-p', folder, '-c', file, '-g', 'daemon off; master_process off; pid nginx.pid;'],
      signal,
    );
  }
  if (existsSync('/usr/sbin/haproxy'))
    all.haproxy = await startProgram('/usr/sbin/haproxy', haproxy(servicePort), (file) => ['-db', '-f', file], signal);
  return all;
}

/** Microseconds of processor time that the threads of a contestant and its own children have used, to the nanosecond. */
export async function cpuOf({ process: child }: Contestant): Promise<number> {
  const threads = await Promise.all(
    (await family(child)).map(async (pid) => (await readdir(`/proc/${pid}/task`)).map((thread) => `/proc/${pid}/task/${thread}`)),
  );
  const used = await Promise.all(
    threads.flat().map(async (thread) => Number.parseInt(await readFile(`${thread}/schedstat`, 'utf8'))),
  );
  return used.reduce((sum, part) => sum + part, 0) / 1_000;
}

/** Resident bytes of a contestant and its own children. */
export async function memoryOf({ process: child }: Contestant): Promise<number> {
  const used = await Promise.all(
    (await family(child)).map(async (pid) => {
      const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
      return Number(kilobytes) * 1024;
    }),
  );
  return used.reduce((sum, part) => sum + part, 0);
}

async function family(child: ChildProcess | undefined): Promise<string[]> {
  if (child?.pid === undefined) return [];
  const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  return [
    String(child.pid),
    ...children
      .trim()
      .split(' ')
      .filter((pid) => pid !== ''),
  ];
}
