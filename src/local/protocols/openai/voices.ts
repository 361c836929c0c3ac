import { VOICES, type Voice } from '../../engines/synthesis.messages.js';

/** A voice in client events. */
export type VoiceName = string | { readonly id: string };

/** OpenAI's voices, each with the voice of this agent that comes nearest. */
const NEAREST: Readonly<Record<string, Voice>> = {
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

/** Every voice that a client may choose, the default first. */
export const VOICE_NAMES: readonly string[] = [...VOICES, ...Object.keys(NEAREST)];

/** The voice of this agent for a name; `undefined` for names outside {@link VOICE_NAMES}. */
export function findVoice(name: VoiceName): Voice | undefined {
  const asked = typeof name === 'string' ? name : name.id;
  return VOICES.find((voice) => voice === asked) ?? (Object.hasOwn(NEAREST, asked) ? NEAREST[asked] : undefined);
}

export function voiceFor(name: VoiceName): Voice {
  return findVoice(name) ?? DEFAULT_VOICE;
}
