import { createResampler } from '../../../src/audio/resampler.js';
import { openSpeechRecogniser, type SpeechRecogniser } from '../../../src/local/engines/speech-recognition.js';
import { ENGINE_SAMPLE_RATE } from '../../../src/local/engines/hearing.messages.js';
import type { Sound } from './sound.js';

let recogniser: Promise<SpeechRecogniser> | undefined;

/** The words in a recording. */
export async function recognise({ samples, sampleRate }: Sound): Promise<string> {
  recogniser ??= openSpeechRecogniser();
  const resampler = createResampler(sampleRate, ENGINE_SAMPLE_RATE);
  const output = new Float32Array(resampler.maxOutput(samples.length));
  const heard = output.slice(0, resampler.process(samples, output));
  return (await (await recogniser).recognise(heard, () => false))?.text ?? '';
}
