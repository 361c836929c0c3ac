import { encodeBase64 } from '../../lib/base64.js';
import type { Codec } from '../../spec/codec.js';
import { decodeFrame } from './decode-frame.js';
import { completeFrame } from './encode-action.js';

/** OpenAI's Realtime API in its GA dialect, as OpenAI, Azure and a dozen compatible servers speak it. */
export function createOpenAICodec(): Codec {
  let sent = 0;
  return {
    decode: decodeFrame,
    encode(action) {
      sent += 1;
      return [JSON.stringify(completeFrame(action, `${action.type}-${sent}`))];
    },
    encodeAudio: (bytes) => `{"type":"input_audio_buffer.append","audio":"${encodeBase64(bytes)}"}`,
  };
}
