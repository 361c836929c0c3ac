import { ENGINE_SAMPLE_RATE } from './voice-activity.messages.js';
import type { Recognition, RecognitionRequest } from './recognition.messages.js';
import { serveEngine } from './serve-engine.js';
import { openSpeechRecogniser } from './speech-recognition.js';

serveEngine<RecognitionRequest, Recognition>(async () => {
  const recogniser = await openSpeechRecogniser();
  // The first run takes five times as long because the code is still being compiled.
  await recogniser.recognise(createWarmUpAudio(), () => false);
  return async (samples, cancelled) => {
    const output = await recogniser.recognise(samples, cancelled);
    return output && { output };
  };
});

/** Two seconds of audio that yield a few tokens. */
function createWarmUpAudio(): Float32Array {
  return Float32Array.from(
    { length: 2 * ENGINE_SAMPLE_RATE },
    (_, n) => Math.sin(n / 20) * Math.sin(n / 1500) * Math.sin(n / (30 + (n % 5000) / 500)),
  );
}
