import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onAbort } from '../../src/lib/on-abort.js';
import { freePort, openChild, saying } from './child.js';
import { needProgram } from './need-program.js';

export interface RedisServer {
  readonly url: string;
  /** Makes a relay use it, and wait for it longer than a busy machine ever holds it up. */
  readonly variables: Readonly<Record<string, string>>;
  readonly process: ChildProcess;
}

/** A Redis of its own for one test: Debian's redis-server, which keeps nothing. */
export async function openRedisServer(signal: AbortSignal): Promise<RedisServer> {
  await needProgram('redis-server');
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  onAbort(signal, () => void rm(folder, { recursive: true, force: true }));
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const child = openChild('redis-server', options, {}, signal);
  await saying(child, /Ready to accept connections/);
  const url = `redis://127.0.0.1:${port}`;
  return { url, variables: { REDIS_URL: url, RELAY_STATE_TIMEOUT_MS: '5000' }, process: child };
}
