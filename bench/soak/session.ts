import { WebSocket } from 'ws';
import { after, every } from '../../src/lib/timer.js';
import { publicIdOf } from '../../src/relay/state/tickets/ticket-id.js';

/** What a page can tell the service of the soak to do. */
export type Order = 'leave' | 'break' | 'hang';

/** How a conversation of the soak ends. */
const FATES = [
  'leave',
  'break off',
  'stop reading',
  'send too much',
  'misbehave',
  'leave in the middle of an answer',
  'service leaves',
  'service breaks off',
  'service hangs',
] as const;
type Fate = (typeof FATES)[number];

/** What became of one conversation, as its page saw it. */
export interface Outcome {
  /** How the relay calls it in its records; absent where it never began. */
  readonly session?: string;
  readonly fate: Fate;
  /** Why it never began: the code of the refusal, or what else there was to see. */
  readonly refused?: string;
  /** Frames that came out of order, twice, or not at all before a later one. */
  readonly lost: number;
  /** Tokens of output that the page was told of. */
  readonly tokens: number;
  readonly frames: number;
}

const PERIOD_MS = 1_000;
const [SHORTEST_MS, LONGEST_MS] = [3_000, 20_000];
/** The relay finds a peer that is gone within two pings; a page that waits longer than this saw no end at all. */
const MOURNING_MS = 15_000;

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => after(ms, resolve, new AbortController().signal));
}

/** One conversation, from its ticket to its end, with a fate that `random` decides. */
export async function liveOnce(url: string, random: () => number, signal: AbortSignal): Promise<Outcome> {
  const fate = FATES[Math.floor(random() * FATES.length)] ?? 'leave';
  const lifeMs = SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS);
  const origin = 'http://localhost:5173';
  const response = await fetch(`${url}/openai/realtime/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: '{}',
  });
  if (!response.ok) {
    const refused = `ticket: ${codeIn(await response.text())}`;
    await pass(Number(response.headers.get('retry-after') ?? 1) * 1_000);
    return { fate, refused, lost: 0, tokens: 0, frames: 0 };
  }
  const { wsUrl, sessionId } = (await response.json()) as { wsUrl: string; sessionId: string };
  const options = { origin, perMessageDeflate: false, closeTimeout: 2_000 };
  const socket = new WebSocket(wsUrl, options);
  const life = new AbortController();
  let [sent, heard, lost, tokens, frames, opened, refused] = [0, 0, 0, 0, 0, false, 'upgrade: cut off'];

  const say = (event: object): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(event));
  };
  const tell = (text: Order): void =>
    say({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] } });
  const meet: Record<Fate, () => void> = {
    leave: () => socket.close(1000),
    'break off': () => socket.terminate(),
    'stop reading': () => socket.pause(),
    'send too much': () => socket.send('x'.repeat(300_000)),
    misbehave: () => Array.from({ length: 25 }, () => say({ type: 'conversation.item.retrieve', item_id: 'x' })),
    'leave in the middle of an answer': () => {
      say({ type: 'response.create' });
      socket.close(1000);
    },
    'service leaves': () => tell('leave'),
    'service breaks off': () => tell('break'),
    'service hangs': () => tell('hang'),
  };
  const speak = (): void => {
    say({ type: 'input_audio_buffer.append', audio: `${String(sent++).padStart(8, '0')}${'A'.repeat(6_392)}` });
    if (random() < 0.2) say({ type: 'response.create' });
  };

  socket.on('error', () => undefined);
  socket.on('unexpected-response', (_request, answer) => {
    answer.on('data', (chunk: Buffer) => (refused = `upgrade: ${codeIn(chunk.toString())}`));
    answer.on('end', () => socket.terminate());
  });
  socket.on('message', (data: Buffer) => {
    frames += 1;
    const text = data.toString();
    if (text.startsWith('{"type":"response.output_audio.delta"')) {
      const number = Number(text.slice(text.indexOf('"delta":"') + 9).slice(0, 8));
      if (number !== heard) lost += 1;
      heard = number + 1;
    }
    if (text.startsWith('{"type":"response.done"')) tokens += 10;
  });
  socket.on('open', () => {
    opened = true;
    speak();
    every(PERIOD_MS, speak, life.signal);
    after(lifeMs, meet[fate], life.signal);
    after(lifeMs + MOURNING_MS, () => socket.terminate(), life.signal);
  });
  const end = (): void => socket.close(1000);
  signal.addEventListener('abort', end, { once: true });
  await new Promise((resolve) => socket.once('close', resolve));
  signal.removeEventListener('abort', end);
  life.abort();
  return { fate, lost, tokens, frames, ...(opened ? { session: publicIdOf(sessionId) } : { refused }) };
}

function codeIn(body: string): string {
  return /"code":"([\w-]+)"/.exec(body)?.[1] ?? 'no code';
}
