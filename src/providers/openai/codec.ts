import { encodeBase64 } from '../../lib/base64.js';
import type { Action } from '../../spec/action.js';
import type { Codec } from '../../spec/codec.js';
import type { SessionConfig } from '../../spec/session-config.js';
import type { DecodedEvent } from '../../spec/voice-event.js';
import { OPENAI_AUDIO } from './audio-format.js';
import { decodeFrame } from './decode-frame.js';
import { encodeAction } from './encode-action.js';
import { explainClose } from './errors.js';

/** OpenAI's Realtime API in its GA dialect, as OpenAI, Azure and a dozen compatible servers speak it. */
export function createOpenAICodec(config: SessionConfig): Codec {
  let current = config;
  let configured = false;
  /** The service refuses another voice from then on. */
  let audioHeard = false;
  let sent = 0;
  /** Calls of the responses that are not done yet. */
  const called = new Set<string>();

  const encode = (action: Action): readonly string[] => {
    if (action.type === 'update-session') current = action.config;
    sent += 1;
    // An error names the event that it answers by this id.
    return [JSON.stringify({ event_id: `${action.type}-${sent}`, ...encodeAction(action, audioHeard) })];
  };
  // The end of a response repeats the calls that were finished in it.
  const isNew = (event: DecodedEvent): boolean => {
    if (event.type === 'response-done') called.clear();
    if (event.type !== 'tool-called') return true;
    const isFirst = !called.has(event.callId);
    called.add(event.callId);
    return isFirst;
  };

  return {
    formats: { input: OPENAI_AUDIO, output: OPENAI_AUDIO },
    // The service speaks first: `session.created`.
    open: () => [],
    decode(frame) {
      const decoded = decodeFrame(frame);
      audioHeard ||= decoded.audio !== undefined;
      const events = decoded.events.filter(isNew);
      if (configured || !events.some(({ type }) => type === 'session-created')) return { ...decoded, events };
      configured = true;
      return { events, replies: encode({ type: 'update-session', config: current, changed: [] }) };
    },
    encode,
    encodeAudio: (bytes) => `{"type":"input_audio_buffer.append","audio":"${encodeBase64(bytes)}"}`,
    explainClose,
  };
}
