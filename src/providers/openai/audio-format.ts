import type { AudioFormat } from '../../spec/audio-format.js';

/** The only PCM rate that OpenAI's Realtime API takes and gives. */
export const OPENAI_AUDIO = { encoding: 'pcm16', sampleRate: 24_000 } as const satisfies AudioFormat;
