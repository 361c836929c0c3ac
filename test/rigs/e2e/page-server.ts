import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { onAbort } from '../../../src/lib/on-abort.js';
import { ensureScriptTag } from '../../../tooling/build/script-tag.js';
import { compileWorklet } from '../../../tooling/worklets/compile-worklet.js';

/** A site owner's page: nothing but the tag. */
const PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>A site</title><script type="module" src="/voice-agent.js"></script><main></main></html>';
/** The page's own files and connections only. */
const POLICY = "default-src 'self'; connect-src *";
const NO_WORKERS = "; worker-src 'none'";

/** Serves a page with the built element on an origin of its own, until the signal aborts. Answers the page's address. */
export async function servePage(signal: AbortSignal, allowsWorkers = false): Promise<string> {
  const script = await readFile(await ensureScriptTag(), 'utf8');
  const { code: recorder } = await compileWorklet('test/rigs/e2e/page/recorder.worklet.ts');
  const policy = allowsWorkers ? POLICY : POLICY + NO_WORKERS;
  const files = new Map([
    ['/', { type: 'text/html', body: PAGE }],
    ['/voice-agent.js', { type: 'text/javascript', body: script }],
    ['/recorder.js', { type: 'text/javascript', body: recorder }],
  ]);
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain', 'content-security-policy': policy });
    response.end(file?.body);
  });
  onAbort(signal, () => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}
