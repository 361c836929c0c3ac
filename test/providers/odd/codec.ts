import { isFields, textIn, type Fields } from '../../../src/lib/fields.js';
import type { Action } from '../../../src/spec/action.js';
import type { AgentErrorCode } from '../../../src/spec/agent-error.js';
import { durationMs, type AudioFormats } from '../../../src/spec/audio-format.js';
import type { Codec, Decoded, OutgoingFrame } from '../../../src/spec/codec.js';
import type { SessionConfig } from '../../../src/spec/session-config.js';

/** What the service's names of formats stand for. */
const FORMATS = {
  'linear-16k': { encoding: 'pcm16', sampleRate: 16_000 },
  'ulaw-8k': { encoding: 'mulaw', sampleRate: 8000 },
} as const;

/** What the service closes with. The relay means something else by some of these numbers. */
const CLOSES: Readonly<Record<number, AgentErrorCode | null>> = {
  1000: null,
  3000: null,
  4401: 'session-expired',
  4402: 'quota-exceeded',
};

/** Text frames name what they are in `kind`; binary ones are audio. Nothing has an id, except tool calls. */
export default function createCodec(config: SessionConfig): Codec {
  let formats: AudioFormats | undefined;

  const decodeAudio = (audio: Uint8Array<ArrayBuffer>): Decoded =>
    formats === undefined
      ? ignored('audio before the welcome')
      : { events: [{ type: 'agent-audio', contentIndex: 0, durationMs: durationMs(formats.output, audio.byteLength) }], audio };

  const welcome = (frame: Fields): Decoded => {
    const input = formatIn(frame, 'hears');
    const output = formatIn(frame, 'speaks');
    if (input === undefined || output === undefined) return ignored('a welcome without formats');
    formats = { input, output };
    return { events: [{ type: 'session-created' }, { type: 'audio-formats', ...formats }, { type: 'session-ready' }] };
  };

  const decodeText = (frame: Fields): Decoded => {
    const words = textIn(frame, 'words') ?? '';
    switch (frame.kind) {
      case 'welcome':
        return welcome(frame);
      case 'ping':
        return { events: [], replies: [JSON.stringify({ kind: 'pong', count: frame.count })] };
      case 'person-began':
        return { events: [{ type: 'user-started' }] };
      case 'person-ended':
        return { events: [{ type: 'user-stopped' }] };
      case 'person-said':
        return { events: [{ type: 'user-transcript-done', text: words }] };
      case 'person-typed':
        return { events: [{ type: 'item-added', kind: 'message', role: 'user', text: words }] };
      case 'agent-says':
        return { events: [{ type: 'agent-transcript', delta: words }] };
      case 'agent-said':
        return { events: [{ type: 'agent-transcript-done', text: words }] };
      case 'agent-stopped':
        return { events: [{ type: 'response-interrupted' }] };
      case 'do':
        return { events: [toolCall(frame)] };
      case 'trouble':
        return { events: [{ type: 'provider-error', code: textIn(frame, 'name') ?? '', message: words, meaning: 'error' }] };
      default:
        return ignored(String(frame.kind));
    }
  };

  return {
    open: () => [hello(config)],
    decode(frame) {
      if (frame instanceof Uint8Array) return decodeAudio(new Uint8Array(frame));
      return isFields(frame) ? decodeText(frame) : ignored('no object');
    },
    encode,
    encodeAudio: (bytes) => bytes,
    explainClose: (closeCode) => CLOSES[closeCode] ?? (Object.hasOwn(CLOSES, closeCode) ? null : 'connection-lost'),
  };
}

function hello({ voice, instructions, language, tools, turnDetection }: SessionConfig): string {
  const named = tools.map(({ name, description, parameters }) => ({ name, about: description, takes: parameters }));
  return JSON.stringify({ kind: 'hello', voice, instructions, language, tools: named, ending: turnDetection });
}

function encode(action: Action): readonly OutgoingFrame[] {
  switch (action.type) {
    case 'add-user-text':
      return [JSON.stringify({ kind: 'typed', words: action.text })];
    case 'add-tool-output': {
      const { callId, name, output, isError } = action;
      return [JSON.stringify({ kind: 'done', call: callId, name, output, failed: isError })];
    }
    case 'send-raw':
      return [JSON.stringify(action.message)];
    case 'update-session':
    case 'commit-audio':
    case 'clear-audio':
    case 'add-user-image':
    case 'add-context':
    case 'create-response':
    case 'cancel-response':
    case 'truncate':
      return [];
    default:
      return action satisfies never;
  }
}

function toolCall(frame: Fields): Decoded['events'][number] {
  return {
    type: 'tool-called',
    callId: textIn(frame, 'call') ?? '',
    name: textIn(frame, 'name') ?? '',
    arguments: JSON.stringify(frame.with ?? {}),
  };
}

function formatIn(frame: Fields, name: string): AudioFormats['input'] | undefined {
  const format = textIn(frame, name);
  return format === 'linear-16k' || format === 'ulaw-8k' ? FORMATS[format] : undefined;
}

function ignored(name: string): Decoded {
  return { events: [{ type: 'frame-ignored', name }] };
}
