import type { AudioFormat } from '../../spec/audio-format.js';

/** The only PCM rate that OpenAI's Realtime API takes and gives. */
export const OPENAI_AUDIO: AudioFormat = { encoding: 'pcm16', sampleRate: 24_000 };
