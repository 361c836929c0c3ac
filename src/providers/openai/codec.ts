import { encodeBase64 } from '../../lib/base64.js';
import type { Codec } from '../../spec/codec.js';
import type { ProviderEvent } from '../../spec/voice-event.js';
import { decodeFrame } from './decode-frame.js';
import { completeFrame } from './encode-action.js';
import { OPENAI_SOUND } from './sound-frames.js';

/** OpenAI's Realtime API in its GA dialect, as OpenAI, Azure and a dozen compatible servers speak it. */
export function createOpenAICodec(): Codec {
  let sent = 0;
  /** Calls of the responses that are not done yet. */
  const called = new Set<string>();
  const isNew = (event: ProviderEvent): boolean => {
    if (event.type === 'response-done') called.clear();
    if (event.type !== 'tool-called') return true;
    const isFirst = !called.has(event.callId);
    called.add(event.callId);
    return isFirst;
  };

  return {
    // The end of a response repeats the calls that were finished in it.
    decode(frame) {
      const decoded = decodeFrame(frame);
      return { ...decoded, events: decoded.events.filter(isNew) };
    },
    encode(action) {
      sent += 1;
      return [JSON.stringify(completeFrame(action, `${action.type}-${sent}`))];
    },
    encodeAudio: (bytes) => OPENAI_SOUND.append.join(encodeBase64(bytes)),
  };
}
