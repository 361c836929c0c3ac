import { createRecogniser, type RecogniseSpeech } from '../speech.js';
import type { Sound } from './sound.js';

/** A recogniser hears another word now and then when the same sound begins a little later: it listens at each of these, ms. */
const SHIFTS_MS = [0, 7, 18];

let recogniser: Promise<RecogniseSpeech> | undefined;

/** The words in a recording, as heard with a little more silence before them each time. */
export async function recogniseOften({ samples, sampleRate }: Sound): Promise<readonly string[]> {
  recogniser ??= createRecogniser();
  const heard: string[] = [];
  for (const shift of SHIFTS_MS) {
    const lead = Math.round((shift / 1000) * sampleRate);
    const shifted = new Float32Array(lead + samples.length);
    shifted.set(samples, lead);
    heard.push(await (await recogniser)(shifted, sampleRate));
  }
  return heard;
}
