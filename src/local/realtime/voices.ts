import { VOICES, type Voice } from '../engines/synthesis.messages.js';

/** A voice as clients name it. */
export type VoiceName = string | { readonly id: string };

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

/** Every name that a client may ask for, the default one first. */
export const VOICE_NAMES: readonly string[] = [...VOICES, ...Object.keys(STANDS_FOR)];

/** Which of our voices speaks under this name; none under a name that is not one of {@link VOICE_NAMES}. */
export function findVoice(name: VoiceName): Voice | undefined {
  const asked = typeof name === 'string' ? name : name.id;
  return VOICES.find((voice) => voice === asked) ?? (Object.hasOwn(STANDS_FOR, asked) ? STANDS_FOR[asked] : undefined);
}

export function voiceFor(name: VoiceName): Voice {
  return findVoice(name) ?? DEFAULT_VOICE;
}
