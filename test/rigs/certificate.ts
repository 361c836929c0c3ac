import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onAbort } from '../../src/lib/on-abort.js';
import { needProgram } from './need-program.js';

/** A certificate for `localhost` that nobody signed but itself, good for a day. */
export interface Certificate {
  /** Key and certificate in one file. */
  readonly file: string;
  /** The certificate, for whoever is to believe it. */
  readonly pem: string;
}

const run = promisify(execFile);

export async function createCertificate(signal: AbortSignal): Promise<Certificate> {
  await needProgram('openssl');
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  onAbort(signal, () => void rm(folder, { recursive: true, force: true }));
  const [key, certificate, file] = ['key.pem', 'certificate.pem', 'both.pem'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  await run('openssl', ['req', ...kind, ...name, '-keyout', key, '-out', certificate]);
  const pem = await readFile(certificate, 'utf8');
  await writeFile(file, pem + (await readFile(key, 'utf8')), { mode: 0o600 });
  return { file, pem };
}
