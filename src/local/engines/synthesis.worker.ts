import { serveEngine } from './serve-engine.js';
import { openSpeechSynthesiser } from './speech-synthesis.js';
import { VOICES, type SynthesisRequest } from './synthesis.messages.js';

serveEngine<SynthesisRequest, Uint8Array<ArrayBuffer>>(async () => {
  const synthesiser = await openSpeechSynthesiser();
  synthesiser.synthesise({ text: 'Hello.', voice: VOICES[0], speed: 1 });
  return async (request, cancelled) => {
    if (cancelled()) return undefined;
    const output = synthesiser.synthesise(request);
    return { output, transfer: [output.buffer] };
  };
});
