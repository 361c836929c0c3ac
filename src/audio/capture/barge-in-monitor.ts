import { duckers } from '../playback/ducker.js';
import { createBargeInDetector, STEP_MS } from './barge-in-detector.js';

/** Compares the microphone with the agent's voice and ducks the agent as soon as the person speaks. */
export interface BargeInMonitor {
  /** One render quantum of the microphone. Allocates nothing. */
  process(block: Float32Array): void;
  /** The microphone was muted. */
  reset(): void;
}

export function createBargeInMonitor(sampleRate: number): BargeInMonitor {
  const detector = createBargeInDetector();
  const stepSamples = (STEP_MS / 1000) * sampleRate;
  let samples = 0;
  let microphone = 0;
  let voice = 0;
  let speaking = false;

  function setSpeaking(next: boolean): void {
    if (next === speaking) return;
    speaking = next;
    for (const ducker of duckers) ducker.duckWhile(speaking);
  }

  return {
    process(block) {
      for (let index = 0; index < block.length; index += 1) microphone += (block[index] ?? 0) ** 2;
      for (const ducker of duckers) voice += ducker.power * block.length;
      samples += block.length;
      if (samples < stepSamples) return;
      setSpeaking(detector.update(microphone / samples, voice / samples));
      samples = 0;
      microphone = 0;
      voice = 0;
    },
    reset() {
      detector.reset();
      setSpeaking(false);
    },
  };
}
