import { VOICES, type Voice } from '../engines/synthesis.messages.js';
import type { VoiceName } from './session-schema.js';

/** Pages written for OpenAI ask for OpenAI's voices: each gets one of ours, a woman's for a woman's. */
const STANDS_FOR: Readonly<Record<string, Voice>> = {
  alloy: 'slt',
  coral: 'slt',
  marin: 'slt',
  sage: 'slt',
  shimmer: 'slt',
  ash: 'rms',
  cedar: 'rms',
  echo: 'rms',
  ballad: 'awb',
  verse: 'awb',
};

export const DEFAULT_VOICE: Voice = 'rms';

export function voiceFor(name: VoiceName): Voice {
  const asked = (typeof name === 'string' ? name : name.id).toLowerCase();
  return VOICES.find((voice) => voice === asked) ?? STANDS_FOR[asked] ?? DEFAULT_VOICE;
}
