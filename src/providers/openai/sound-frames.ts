import type { SoundFrames } from '../../spec/sound-frames.js';

/** The names of today and, for what has changed its name since, of the beta. */
export const OPENAI_SOUND: SoundFrames = {
  append: ['{"type":"input_audio_buffer.append","audio":"', '"}'],
  events: {
    'input_audio_buffer.speech_started': 'user-started',
    'input_audio_buffer.speech_stopped': 'user-stopped',
    'response.created': 'response-started',
    'response.done': 'response-done',
    'response.output_audio.delta': 'agent-audio',
    'response.audio.delta': 'agent-audio',
    'response.output_audio.done': 'agent-audio-done',
    'response.audio.done': 'agent-audio-done',
  },
  fields: { itemId: 'item_id', responseId: 'response_id', response: 'response', bytes: 'delta' },
};
