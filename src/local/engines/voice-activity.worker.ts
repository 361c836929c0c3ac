import { openVoiceActivityModel, type VoiceActivityState } from './voice-activity.js';
import { FRAME_SAMPLES, type VoiceActivityRequest } from './voice-activity.messages.js';
import { serveEngine } from './serve-engine.js';

/** The first runs are slow because the code is still being compiled. */
const WARM_UP_FRAMES = 32;

/** Serves any number of streams at once. */
serveEngine<VoiceActivityRequest, Float32Array<ArrayBuffer>>(async () => {
  const model = await openVoiceActivityModel();
  await model.probabilities(new Float32Array(WARM_UP_FRAMES * FRAME_SAMPLES), model.createState());
  const streams = new Map<number, VoiceActivityState>();

  return async (request) => {
    switch (request.type) {
      case 'audio': {
        const state = streams.get(request.stream) ?? model.createState();
        streams.set(request.stream, state);
        const output = await model.probabilities(request.samples, state);
        return { output, transfer: [output.buffer] };
      }
      case 'end':
        streams.delete(request.stream);
        return { output: new Float32Array(0) };
    }
  };
});
