import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onAbort } from '../../src/lib/on-abort.js';
import { freePort, openChild } from './child.js';
import { needProgram } from './need-program.js';
import { PAGE_ORIGIN } from './relay-rig.js';
import type { Certificate } from './certificate.js';

export interface Balancer {
  readonly url: string;
  log(): Promise<string>;
}

interface Kind {
  readonly file: string;
  readonly listen: string;
  /** Where it listens instead: at an address, and with a certificate where there is one. */
  listenAt(address: string, tls: Certificate | undefined): string;
  args(config: string, folder: string): readonly string[];
}

export const BALANCERS = {
  nginx: {
    file: 'deploy/nginx.conf',
    listen: 'listen 8080;',
    listenAt: (address, tls) =>
      tls === undefined
        ? `listen ${address};`
        : `listen ${address} ssl; ssl_certificate ${tls.file}; ssl_certificate_key ${tls.file};`,
    args: (config, folder) => ['-p', folder, '-c', config, '-g', 'daemon off; master_process off; pid nginx.pid;'],
  },
  haproxy: {
    file: 'deploy/haproxy.cfg',
    listen: 'bind :8080',
    listenAt: (address, tls) => `bind ${address}${tls === undefined ? '' : ` ssl crt ${tls.file}`}`,
    args: (config) => ['-db', '-f', config],
  },
} as const satisfies Record<string, Kind>;

export type BalancerName = keyof typeof BALANCERS;

/** Starts nginx or HAProxy as `deploy/` configures it, before the relays on these two ports. */
export async function openBalancer(
  name: BalancerName,
  ports: readonly [string, string],
  signal: AbortSignal,
  tls?: Certificate,
): Promise<Balancer> {
  await needProgram(name);
  const { file, listen, listenAt, args }: Kind = BALANCERS[name];
  const folder = await mkdtemp(join(tmpdir(), 'balancer-'));
  onAbort(signal, () => void rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  const config = ports.reduce(
    (text, relay, index) => text.replace(`relay-${index + 1}:8787`, `127.0.0.1:${relay}`),
    (await readFile(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8'))
      .replace(listen, listenAt(`127.0.0.1:${port}`, tls))
      .replaceAll(/\/dev\/std(out|err)/g, join(folder, 'log')),
  );
  const path = join(folder, 'config');
  await writeFile(path, config);
  const child = openChild(name, args(path, folder), {}, signal);
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  while ((await statusOf(`${url}/voice/providers`, tls)) !== 200) if (child.exitCode !== null) throw new Error(said);
  return { url, log: async () => said + (await readFile(join(folder, 'log'), 'utf8').catch(() => '')) };
}

function statusOf(url: string, tls: Certificate | undefined): Promise<number | undefined> {
  const headers = { origin: PAGE_ORIGIN };
  if (tls === undefined)
    return fetch(url, { headers }).then(
      ({ status }) => status,
      () => undefined,
    );
  return new Promise((resolve) =>
    get(url, { headers, ca: tls.pem }, (response) => resolve(response.resume().statusCode)).on('error', () => resolve(undefined)),
  );
}
