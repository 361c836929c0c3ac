import type { LocalConnection } from '../../src/local/index.js';
import { speech, toPcm16, type SpeechOptions } from './speech.js';

export type Frame = Readonly<Record<string, unknown>>;

/** A client of an agent in the same process. */
export interface LocalClient {
  /** All frames received so far. */
  readonly frames: readonly Frame[];
  send(type: string, fields?: Frame): void;
  /** Sends any text. */
  sendText(text: string): void;
  /** Resolves to the next frame of one of these types after the one returned last. Rejects when the connection ends first. */
  until(...types: readonly string[]): Promise<Frame>;
  /** Sends `session.update` and waits for `session.updated`. */
  configure(session: Frame): Promise<void>;
  /** Sends synthesised speech, faster than real time. */
  speak(text: string, options: SpeechOptions): Promise<void>;
  /** Sends 24 kHz audio in pieces of 20 ms. */
  sendAudio(samples: Float32Array): void;
}

const SAMPLE_RATE = 24_000;
const PIECE_BYTES = 960;

export function createLocalClient(connection: LocalConnection): LocalClient {
  const frames: Frame[] = [];
  let read = 0;
  let ended = false;
  let wake = (): void => undefined;
  void (async () => {
    for await (const text of connection.frames) {
      const frame: unknown = JSON.parse(text);
      frames.push(Object.fromEntries(Object.entries(frame ?? {})));
      wake();
    }
    ended = true;
    wake();
  })();

  const client: LocalClient = {
    frames,
    send: (type, fields = {}) => connection.send(JSON.stringify({ type, ...fields })),
    sendText: (text) => connection.send(text),
    async until(...types) {
      for (;;) {
        for (; read < frames.length; read += 1) {
          const frame = frames[read];
          if (frame === undefined || !types.includes(String(frame['type']))) continue;
          read += 1;
          return frame;
        }
        if (ended) throw new Error(`The connection ended before ${types.join(' or ')}`);
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async configure(session) {
      client.send('session.update', { session: { type: 'realtime', ...session } });
      const answer = await client.until('session.updated', 'error');
      if (answer['type'] === 'error') throw new Error(JSON.stringify(answer));
    },
    async speak(text, options) {
      client.sendAudio(await speech(text, options, SAMPLE_RATE));
    },
    sendAudio(samples) {
      const bytes = Buffer.from(toPcm16(samples).buffer);
      for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
        client.send('input_audio_buffer.append', { audio: bytes.subarray(from, from + PIECE_BYTES).toString('base64') });
      }
    },
  };
  return client;
}

/** The value at a path such as `error.code` or `response.output.0.type`. */
export function at(frame: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
      frame,
    );
}

/** The audio of all `response.output_audio.delta` frames, samples of ±1 at 24 kHz. */
export function audioIn(frames: readonly Frame[]): Float32Array<ArrayBuffer> {
  const deltas = frames
    .filter(({ type }) => type === 'response.output_audio.delta')
    .map(({ delta }) => Buffer.from(String(delta), 'base64'));
  const bytes = new Uint8Array(Buffer.concat(deltas));
  return Float32Array.from(new Int16Array(bytes.buffer), (sample) => sample / 32768);
}
