import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onAbort } from '../../src/lib/on-abort.js';

export interface ReceivedRequest {
  readonly path: string;
  readonly body: unknown;
}

/** A server of chat completions that streams `chunks`, split into pieces of seven bytes. Resolves to its address. */
export async function openScriptedModel(
  chunks: readonly unknown[],
  signal: AbortSignal,
  { received = [], status = 200 }: { readonly received?: ReceivedRequest[]; readonly status?: number } = {},
): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      received.push({ path: request.url ?? '', body: body === '' ? undefined : JSON.parse(body) });
      if (request.url === '/v1/models') return response.end('{"data":[{"id":"tiny"}]}');
      response.writeHead(status, { 'content-type': 'text/event-stream' });
      const text = [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), 'data: [DONE]\n\n'].join('');
      for (let from = 0; from < text.length; from += 7) response.write(text.slice(from, from + 7));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onAbort(signal, () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function textChunk(content: string): unknown {
  return { choices: [{ delta: { content } }] };
}
