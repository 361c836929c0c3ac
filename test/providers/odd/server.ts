import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { encodeMulaw } from '../../../src/audio/dsp/g711.js';
import { isFields } from '../../../src/lib/fields.js';
import { onAbort } from '../../../src/lib/on-abort.js';
import { parseJson } from '../../../src/lib/parse-json.js';
import { createTurnDetector, type TurnChange } from './turn-detector.js';

const SAMPLES_PER_MS = 8;
const FRAME_MS = 100;

/** What the service understands of each turn, and what it does then. */
const TURNS = [
  { heard: 'Tell me about the weather.', then: 'talk' },
  { heard: 'What colour is it?', then: 'call' },
  { heard: 'I am going to mute.', then: 'agree' },
] as const;

export const LONG_ANSWER = 'It is sunny today and it stays so for the whole of the week, says the forecast.';
export const LONG_ANSWER_MS = 6000;
export const LATE_MS = 400;

/** What a test learns of the server. */
export interface OddReport {
  /** Text frames, in order. */
  readonly received: readonly Readonly<Record<string, unknown>>[];
  readonly firstFrame: 'text' | 'binary' | undefined;
  /** Bytes of audio that arrived before the service had announced its format. */
  readonly earlyBytes: number;
  readonly audioMs: number;
  /** Requests to the relay's routes, in order. */
  readonly requests: readonly string[];
}

export interface OddServer {
  /** Base of the relay's routes. */
  readonly url: string;
  report(): OddReport;
  /** Resolves once no socket is open any more. */
  empty(): Promise<void>;
}

/** The service, and the one route of a relay that signs its address, on a port of their own. They end with `signal`. */
export async function startOddServer(signal: AbortSignal): Promise<OddServer> {
  const received: Readonly<Record<string, unknown>>[] = [];
  const requests: string[] = [];
  let firstFrame: OddReport['firstFrame'];
  let earlyBytes = 0;
  let audioMs = 0;

  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const server = createServer((request, response) => {
    // The page of a browser test comes from another origin.
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    if (request.method === 'OPTIONS') return response.end();
    requests.push(`${request.method} ${request.url}`);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ address: `ws://${request.headers.host}/talk?signature=${requests.length}` }));
  });
  server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, serve));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onAbort(signal, () => {
    for (const client of sockets.clients) client.terminate();
    server.closeAllConnections();
    server.close();
  });

  function serve(socket: WebSocket): void {
    const detect = createTurnDetector();
    let turns = 0;
    let isWelcomed = false;
    /** Until when the client plays what it was sent, where it plays at once. */
    let speakingUntil = 0;

    const send = (frame: object): void => socket.send(JSON.stringify(frame));
    const sound = (ms: number): void => {
      for (let sent = 0; sent < ms; sent += FRAME_MS) socket.send(tone(FRAME_MS));
    };
    const say = (words: string, ms: number): void => {
      for (const word of words.split(/(?<= )/)) send({ kind: 'agent-says', words: word });
      sound(ms);
      send({ kind: 'agent-said', words });
      speakingUntil = Date.now() + ms;
    };
    const change = (what: TurnChange): void => {
      send({ kind: what === 'began' ? 'person-began' : 'person-ended' });
      if (what === 'began') {
        if (Date.now() >= speakingUntil) return;
        // What the service had made already.
        sound(LATE_MS);
        send({ kind: 'agent-stopped' });
        speakingUntil = 0;
        return;
      }
      const turn = TURNS[turns++];
      if (turn === undefined) return;
      send({ kind: 'person-said', words: turn.heard });
      if (turn.then === 'talk') say(LONG_ANSWER, LONG_ANSWER_MS);
      else if (turn.then === 'call') send({ kind: 'do', call: 'c1', name: 'colour', with: { of: 'sky' } });
      else say('You are muted.', 500);
    };
    const takeAudio = (pcm: Buffer): void => {
      audioMs += pcm.byteLength / 32;
      if (!isWelcomed) earlyBytes += pcm.byteLength;
      const what = detect(pcm);
      if (what !== undefined) change(what);
    };
    const takeText = (text: string): void => {
      const frame = parseJson(text);
      if (!isFields(frame)) return;
      received.push(frame);
      if (frame.kind === 'hello') {
        isWelcomed = true;
        send({ kind: 'welcome', hears: 'linear-16k', speaks: 'ulaw-8k' });
        send({ kind: 'ping', count: 7 });
      } else if (frame.kind === 'done') {
        send({ kind: 'trouble', name: 'colour-blind', words: 'The colour is not known.' });
        say('I cannot see it.', 500);
      } else if (frame.kind === 'typed') {
        if (frame.words === 'That is all.') return socket.close(4401, 'time is up');
        send({ kind: 'person-typed', words: frame.words });
        say('I can read.', 500);
      }
    };
    socket.on('message', (data: Buffer, isBinary) => {
      firstFrame ??= isBinary ? 'binary' : 'text';
      if (isBinary) takeAudio(data);
      else takeText(data.toString());
    });
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    report: () => ({ received, firstFrame, earlyBytes, audioMs, requests }),
    async empty() {
      await Promise.all([...sockets.clients].map((client) => once(client, 'close')));
    },
  };
}

function tone(ms: number): Uint8Array {
  const samples = Int16Array.from({ length: ms * SAMPLES_PER_MS }, (_, index) =>
    Math.round(8000 * Math.sin((2 * Math.PI * 400 * index) / (1000 * SAMPLES_PER_MS))),
  );
  const encoded = new Uint8Array(samples.length);
  encodeMulaw(samples, encoded);
  return encoded;
}
