/**
 * A page's program in a process of its own, so that nothing of the test is in its heap. It opens so many conversations as it
 * is told, keeps everything it gets to see, and writes down its whole heap when all have ended.
 * Arguments: the relay's address, the number of conversations, the file for the heap.
 */
import { writeHeapSnapshot } from 'node:v8';
import { WebSocket } from 'ws';

const [, , url = '', count = '', file = ''] = process.argv;
const headers = { origin: 'http://localhost:5173', 'content-type': 'application/json' };
const seen: unknown[] = [];

async function visit(): Promise<void> {
  const response = await fetch(`${url}/openai/realtime/session`, { method: 'POST', headers, body: '{}' });
  const ticket = (await response.json()) as { wsUrl: string; sessionId: string };
  seen.push(ticket, [...response.headers]);
  const socket = new WebSocket(ticket.wsUrl, { origin: headers.origin });
  socket.on('message', (data: Buffer) => seen.push(data.toString()));
  socket.on('error', (error) => seen.push(error, error.stack));
  socket.on('upgrade', (answer) => seen.push(answer.rawHeaders));
  socket.on('unexpected-response', (_request, answer) => {
    seen.push(answer.statusMessage, answer.rawHeaders);
    answer.on('data', (chunk: Buffer) => seen.push(chunk.toString()));
    answer.on('end', () => socket.terminate());
  });
  await new Promise<void>((resolve) =>
    socket.once('close', (closeCode, reason) => {
      seen.push(closeCode, reason.toString());
      resolve();
    }),
  );
  const again = await fetch(`${url}/openai/realtime/${ticket.sessionId}`, { headers });
  seen.push(await again.text(), [...again.headers]);
}

for (let conversation = 0; conversation < Number(count); conversation += 1) await visit();
writeHeapSnapshot(file);
process.stdout.write(`${seen.length} things seen\n`);
