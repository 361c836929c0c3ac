import { bytesIn, isFields } from '../../lib/fields.js';
import { durationMs, type AudioFormat } from '../../spec/audio-format.js';
import type { Codec } from '../../spec/codec.js';
import type { SessionConfig } from '../../spec/session-config.js';
import { isProviderEvent } from './script.js';

export const SCRIPTED_AUDIO = { encoding: 'pcm16', sampleRate: 24_000 } as const satisfies AudioFormat;

/** The script's own protocol: our events and actions as JSON. */
export function createScriptedCodec(config: SessionConfig): Codec {
  return {
    formats: { input: SCRIPTED_AUDIO, output: SCRIPTED_AUDIO },
    open: () => [JSON.stringify({ type: 'open', config })],
    decode(frame) {
      if (!isFields(frame) || !isProviderEvent(frame.event)) return { events: [{ type: 'frame-ignored', name: '(no event)' }] };
      const { event } = frame;
      const audio = bytesIn(frame, 'audio');
      if (event.type !== 'agent-audio' || audio === undefined) return { events: [event] };
      return { events: [{ ...event, durationMs: durationMs(SCRIPTED_AUDIO, audio.length) }], audio };
    },
    encode: (action) => [JSON.stringify(action)],
    encodeAudio: () => '{"type":"audio"}',
    explainClose: (closeCode) => (closeCode === 1000 ? null : 'connection-lost'),
  };
}
