import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { onAbort } from '../../src/lib/on-abort.js';
import { openScriptedRelay } from '../../test/rigs/e2e/scripted-relay.js';
import { createMailbox, type Mailbox } from '../../test/rigs/mailbox.js';
import { bundleScriptTag } from '../../tooling/build/script-tag.js';
import type { ServiceFrame } from './plain-socket.js';
import { SAMPLE_RATE, type Contestant, type PageNews } from './stage.js';

/** One frame with sound, when it came. */
export interface Arrival {
  readonly at: number;
  readonly pcm: Buffer;
}

/** One conversation as the service sees it. */
export interface Served {
  readonly arrivals: readonly Arrival[];
  /** Of what comes. */
  readonly sampleRate: number;
  play(itemId: string, audio: string): void;
  interrupt(): void;
}

export interface Service {
  readonly pageUrl: string;
  readonly news: Mailbox<PageNews>;
  /** Where a contestant finds it, in the contestant's own dialect. */
  urlFor(contestant: Contestant): string;
  /** The conversation that the contestant has opened last, once it is open. */
  served(contestant: Contestant): Served;
}

const PAGE =
  '<!doctype html><meta charset="utf-8"><body><script src="/elevenlabs.js"></script><script src="/page.js"></script></body>';

/** What `@elevenlabs/client` is told at the beginning. */
const ELEVENLABS_METADATA = {
  type: 'conversation_initiation_metadata',
  conversation_initiation_metadata_event: {
    conversation_id: 'one',
    agent_output_audio_format: `pcm_${SAMPLE_RATE}`,
    user_input_audio_format: 'pcm_16000',
  },
};

/** Notes every message that `read` finds sound in. */
function noteArrivals(socket: WebSocket, read: (data: Buffer, isBinary: boolean) => Buffer | undefined): readonly Arrival[] {
  const arrivals: Arrival[] = [];
  socket.on('message', (data: Buffer, isBinary) => {
    const at = performance.now();
    const pcm = read(data, isBinary);
    if (pcm) arrivals.push({ at, pcm });
  });
  return arrivals;
}

/** The Base64 of a field of a frame. */
const fieldOf =
  (name: string) =>
  (data: Buffer): Buffer | undefined => {
    const text = (JSON.parse(data.toString()) as Readonly<Record<string, unknown>>)[name];
    return typeof text === 'string' ? Buffer.from(text, 'base64') : undefined;
  };

function servePlain(socket: WebSocket, sampleRate: number): Served {
  const say = (frame: ServiceFrame): void => socket.send(JSON.stringify(frame));
  const readText = fieldOf('audio');
  return {
    sampleRate,
    arrivals: noteArrivals(socket, (data, isBinary) => (isBinary ? data : readText(data))),
    play: (itemId, audio) => say({ type: 'audio', itemId, audio }),
    interrupt: () => say({ type: 'interrupt' }),
  };
}

function serveElevenlabs(socket: WebSocket): Served {
  let events = 0;
  const say = (frame: object): void => socket.send(JSON.stringify(frame));
  const arrivals = noteArrivals(socket, fieldOf('user_audio_chunk'));
  socket.once('message', () => say(ELEVENLABS_METADATA));
  return {
    sampleRate: 16_000,
    arrivals,
    play: (_itemId, audio) => say({ type: 'audio', audio_event: { audio_base_64: audio, event_id: (events += 1) } }),
    interrupt: () => say({ type: 'interruption', interruption_event: { event_id: events } }),
  };
}

/** In the dialect of OpenAI Realtime. */
function serveOurs(socket: WebSocket): Served {
  let turn = 0;
  let isSpeaking = false;
  const say = (frame: object): void => socket.send(JSON.stringify(frame));
  const about = (): object => ({ response_id: `resp_${turn}`, output_index: 0, content_index: 0 });
  const endTurn = (): void => {
    say({ type: 'response.done', response: { id: `resp_${turn}`, status: 'cancelled', output: [] } });
    say({ type: 'input_audio_buffer.speech_stopped', audio_end_ms: turn * 1000 + 500, item_id: `user_${turn}` });
    turn += 1;
    isSpeaking = false;
  };
  let itemSaid = '';
  return {
    sampleRate: SAMPLE_RATE,
    arrivals: noteArrivals(socket, fieldOf('audio')),
    play(itemId, audio) {
      if (isSpeaking) endTurn();
      if (itemId !== itemSaid) say({ type: 'response.created', response: { id: `resp_${turn}`, status: 'in_progress' } });
      itemSaid = itemId;
      say({ type: 'response.output_audio.delta', ...about(), item_id: itemId, delta: audio });
    },
    interrupt() {
      isSpeaking = true;
      say({ type: 'input_audio_buffer.speech_started', audio_start_ms: turn * 1000, item_id: `user_${turn}` });
    },
  };
}

/** The page, and a voice service in the dialect of each contestant. */
export async function openService(signal: AbortSignal): Promise<Service> {
  const news = createMailbox<PageNews>();
  let joined: Served | undefined;
  const relay = await openScriptedRelay(signal);
  const client = path.join(path.dirname(createRequire(import.meta.url).resolve('@elevenlabs/client')), 'lib.iife.js');
  const files = new Map([
    ['/', { type: 'text/html', body: PAGE }],
    ['/page.js', { type: 'text/javascript', body: await bundleScriptTag('bench/audio/page.ts') }],
    ['/elevenlabs.js', { type: 'text/javascript', body: await readFile(client, 'utf8') }],
  ]);
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' }).end(file?.body);
  });
  new WebSocketServer({ server }).on('connection', (socket, { url = '' }) => {
    const [, name] = url.split(/[/?]/);
    if (name === 'news') socket.on('message', (data: Buffer) => news.put(JSON.parse(data.toString()) as PageNews));
    else if (name === 'elevenlabs') joined = serveElevenlabs(socket);
    else joined = servePlain(socket, name === 'deepgram' ? 16_000 : SAMPLE_RATE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onAbort(signal, () => {
    server.close();
    server.closeAllConnections();
  });
  const pageUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const isOurs = (contestant: Contestant): boolean => contestant.startsWith('ours');
  return {
    pageUrl,
    news,
    urlFor: (contestant) => (isOurs(contestant) ? relay.url : pageUrl + contestant),
    served(contestant) {
      const socket = relay.conversations.all.at(-1)?.socket;
      const served = isOurs(contestant) ? socket && serveOurs(socket) : joined;
      if (!served) throw new Error(`${contestant} did not come`);
      return served;
    },
  };
}
