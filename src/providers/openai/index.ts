import type { Provider } from '../../spec/provider.js';
import { OPENAI_AUDIO } from './audio-format.js';
import { createOpenAICodec } from './codec.js';
import { pricesOf } from './prices.js';
import { sessionTicket } from './session-ticket.js';
import { OPENAI_SOUND } from './sound-frames.js';

const openai: Provider = {
  id: 'openai',
  label: 'OpenAI Realtime',
  input: OPENAI_AUDIO,
  output: OPENAI_AUDIO,
  transport: {
    kind: 'relay',
    ticket: sessionTicket,
    credential: { environment: 'OPENAI_API_KEY', header: 'Authorization', prefix: 'Bearer ' },
    createCodec: createOpenAICodec,
    sound: OPENAI_SOUND,
  },
  pricesOf,
};

export default openai;
