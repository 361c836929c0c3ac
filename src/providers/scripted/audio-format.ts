import type { AudioFormat } from '../../spec/audio-format.js';

export const SCRIPTED_AUDIO = { encoding: 'pcm16', sampleRate: 24_000 } as const satisfies AudioFormat;
