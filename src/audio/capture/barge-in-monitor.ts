import { agentVoices } from '../playback/ducker.js';
import { createBargeInGate, STEP_MS } from './barge-in-detector.js';

/** Listens to the microphone beside the agent's voice and ducks the agent as soon as the person speaks. */
export interface BargeInListener {
  /** One render quantum of the microphone. Allocates nothing. */
  hear(block: Float32Array): void;
  /** The microphone was muted. */
  reset(): void;
}

export function createBargeInListener(sampleRate: number): BargeInListener {
  const gate = createBargeInGate();
  const stepSamples = (STEP_MS / 1000) * sampleRate;
  let samples = 0;
  let microphone = 0;
  let voice = 0;
  let speaking = false;

  function tell(next: boolean): void {
    if (next === speaking) return;
    speaking = next;
    for (const one of agentVoices) one.yieldTo(speaking);
  }

  return {
    hear(block) {
      for (let index = 0; index < block.length; index += 1) microphone += (block[index] ?? 0) ** 2;
      for (const one of agentVoices) voice += one.power * block.length;
      samples += block.length;
      if (samples < stepSamples) return;
      tell(gate.step(microphone / samples, voice / samples));
      samples = 0;
      microphone = 0;
      voice = 0;
    },
    reset() {
      gate.reset();
      tell(false);
    },
  };
}
