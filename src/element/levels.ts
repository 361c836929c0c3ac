import type { AgentState } from '../spec/snapshot.js';
import type { Microphone, Speaker } from '../spec/audio-io.js';
import { BARS } from './parts/visualizer.js';

/** What sounds now, 0-1. */
export interface Levels {
  readonly input: number;
  readonly output: number;
  /** One for each bar of the picture. */
  readonly bars: readonly number[];
}

/** A microphone has one level: the middle shows it most. */
const SHARES = Array.from({ length: BARS }, (_, index) => 1 - Math.abs(index - (BARS - 1) / 2) * 0.28);

/** Shows the agent while it speaks and the person otherwise. */
export function measureLevels(
  state: AgentState,
  sound: { readonly microphone?: Microphone | undefined; readonly speaker?: Speaker | undefined } = {},
): Levels {
  const input = sound.microphone?.level() ?? 0;
  const output = sound.speaker?.level() ?? 0;
  const bars = state === 'speaking' ? (sound.speaker?.bands(BARS) ?? []) : SHARES.map((share) => share * input);
  return { input, output, bars };
}
