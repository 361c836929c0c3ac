import type { Recognition, RecognitionRequest } from './recognition.messages.js';
import { serveEngine } from './serve-engine.js';
import { openSpeechRecogniser } from './speech-recognition.js';

serveEngine<RecognitionRequest, Recognition>(async () => {
  const recogniser = await openSpeechRecogniser();
  return async (samples, cancelled) => {
    const output = await recogniser.recognise(samples, cancelled);
    return output && { output };
  };
});
