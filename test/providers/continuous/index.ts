import { isFields, numberIn, textIn, type Fields } from '../../../src/lib/fields.js';
import type { Capabilities } from '../../../src/spec/capabilities.js';
import { durationMs, type AudioFormat } from '../../../src/spec/audio-format.js';
import type { Codec, Decoded } from '../../../src/spec/codec.js';
import type { Provider } from '../../../src/spec/provider.js';
import type { SocketEvents } from '../../../src/spec/socket.js';

const AUDIO: AudioFormat = { encoding: 'pcm16', sampleRate: 24_000 };

/** US dollars. */
export const SESSION_PER_MINUTE = 0.3;

const capabilities: Capabilities = {
  responses: 'continuous',
  interruption: 'never',
  cancellation: false,
  truncation: false,
  audioEnd: false,
  inputs: ['text', 'context'],
  tools: 'client',
  greeting: 'session',
  updates: [],
  turnDetection: [],
  silenceMs: 0,
  minCommitMs: 0,
  mute: 'nothing',
};

/** The service's side of one conversation. */
export interface Peer {
  /** What the client sent, audio excepted. */
  readonly received: readonly string[];
  send(frame: object): void;
  /** Milliseconds of the agent's voice. */
  sendAudio(ms: number): void;
}

export interface ContinuousProvider {
  readonly provider: Provider;
  peer(): Peer;
}

/** A service in the page that speaks and listens at once and knows no turns. It numbers what the agent says and nothing else. */
export function createContinuousProvider(): ContinuousProvider {
  let peer: Peer | undefined;
  const connect = (events: SocketEvents): Peer => {
    const received: string[] = [];
    queueMicrotask(() => events.opened());
    return {
      received,
      send: (frame) => events.message(JSON.stringify(frame)),
      sendAudio: (ms) => events.message(new ArrayBuffer((ms * AUDIO.sampleRate * 2) / 1000)),
    };
  };
  return {
    provider: {
      id: 'continuous',
      label: 'Continuous',
      capabilities,
      transport: {
        kind: 'page',
        connect(_config, events) {
          const opened = (peer = connect(events));
          const received = opened.received as string[];
          return {
            bufferedAmount: 0,
            send: (frame) => typeof frame === 'string' && received.push(frame),
            close: () => undefined,
          };
        },
      },
      createCodec,
      pricesOf: () => ({ sessionPerMinute: SESSION_PER_MINUTE }),
    },
    peer() {
      if (peer === undefined) throw new Error('Not connected');
      return peer;
    },
  };
}

function createCodec(): Codec {
  let utterance = 0;
  const itemId = (): string => `utterance-${utterance}`;

  const decodeText = (frame: Fields): Decoded['events'] => {
    const text = textIn(frame, 'text') ?? '';
    switch (frame.is) {
      case 'ready':
        return [{ type: 'session-ready' }];
      case 'voice':
        return [frame.heard === true ? { type: 'user-started' } : { type: 'user-stopped' }];
      case 'heard':
        return [{ type: 'user-transcript-done', text }];
      case 'says':
        utterance = numberIn(frame, 'utterance') ?? utterance;
        return [{ type: 'agent-transcript', itemId: itemId(), delta: text }];
      case 'said':
        return [{ type: 'agent-transcript-done', itemId: itemId(), text }];
      case 'call':
        return [{ type: 'tool-called', callId: text, name: text, arguments: '' }];
      default:
        return [{ type: 'frame-ignored', name: String(frame.is) }];
    }
  };

  return {
    formats: { input: AUDIO, output: AUDIO },
    open: () => [],
    decode(frame) {
      if (!(frame instanceof Uint8Array)) return { events: isFields(frame) ? decodeText(frame) : [] };
      const audio = new Uint8Array(frame);
      const length = durationMs(AUDIO, audio.byteLength);
      return { events: [{ type: 'agent-audio', itemId: itemId(), contentIndex: 0, durationMs: length }], audio };
    },
    encode: (action) => [JSON.stringify(action)],
    encodeAudio: (bytes) => bytes,
    explainClose: () => 'connection-lost',
  };
}
