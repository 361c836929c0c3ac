import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onAbort } from '../../../src/lib/on-abort.js';
import { freePort, openChild } from '../child.js';
import { needProgram } from '../need-program.js';

export type FrontServer = 'nginx' | 'haproxy';

/** Starts nginx or HAProxy in front of a server, with nothing but forwarding. Resolves to its address. */
export async function openFrontServer(kind: FrontServer, behind: string, signal: AbortSignal): Promise<string> {
  await needProgram(kind);
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), `${kind}-`));
  onAbort(signal, () => void rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'configuration');
  const { host } = new URL(behind);
  await writeFile(file, kind === 'nginx' ? nginxFor(port, host, folder) : haproxyFor(port, host));
  const [command, args] = kind === 'nginx' ? ['nginx', ['-c', file, '-e', join(folder, 'error.log')]] : ['haproxy', ['-f', file]];
  const child = openChild(command, args, {}, signal);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (!(await accepts(port))) if (child.exitCode !== null) throw new Error(`${kind} ended with ${child.exitCode}: ${said}`);
  return `http://127.0.0.1:${port}`;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

function nginxFor(port: number, behind: string, folder: string): string {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`);
  return `daemon off; master_process off; pid ${folder}/pid;
events { worker_connections 4096; }
http {
  access_log off; ${paths.join(' ')}
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  upstream relay { server ${behind}; keepalive 8; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://relay;
      proxy_http_version 1.1;
      proxy_buffers 8 16k;
      proxy_buffer_size 16k;
      proxy_read_timeout 300s;
      proxy_set_header Host $host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
    }
  }
}
`;
}

function haproxyFor(port: number, behind: string): string {
  return `global
  maxconn 4096
defaults
  mode http
  timeout connect 5s
  timeout client 300s
  timeout server 300s
  timeout tunnel 300s
frontend in
  bind 127.0.0.1:${port}
  default_backend relay
backend relay
  server one ${behind}
`;
}
