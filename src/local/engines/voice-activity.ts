import { Tensor } from 'onnxruntime-web';
import { ENGINE_SAMPLE_RATE, FRAME_SAMPLES } from './voice-activity.messages.js';
import { MODEL_FILES } from './model-files.js';
import { openModel } from './onnx.js';

/** Silero needs the end of the previous frame before each frame; without it, it detects no speech at all. */
const CONTEXT_SAMPLES = 64;
const STATE_SHAPE = [2, 1, 128] as const;

/** The state of the network for one stream. */
export interface VoiceActivityState {
  readonly input: Float32Array;
  recurrent: Tensor;
}

export interface VoiceActivityModel {
  createState(): VoiceActivityState;
  /** Returns the probability of speech for each whole frame in `samples`. */
  probabilities(samples: Float32Array, state: VoiceActivityState): Promise<Float32Array<ArrayBuffer>>;
}

export async function openVoiceActivityModel(): Promise<VoiceActivityModel> {
  const session = await openModel(MODEL_FILES.voiceActivity);
  const rate = new Tensor('int64', BigInt64Array.of(BigInt(ENGINE_SAMPLE_RATE)), []);

  return {
    createState: () => ({
      input: new Float32Array(CONTEXT_SAMPLES + FRAME_SAMPLES),
      recurrent: new Tensor('float32', new Float32Array(STATE_SHAPE[0] * STATE_SHAPE[2]), STATE_SHAPE),
    }),
    async probabilities(samples, state) {
      const frames = Math.floor(samples.length / FRAME_SAMPLES);
      const found = new Float32Array(frames);
      for (let frame = 0; frame < frames; frame += 1) {
        state.input.copyWithin(0, FRAME_SAMPLES);
        state.input.set(samples.subarray(frame * FRAME_SAMPLES, (frame + 1) * FRAME_SAMPLES), CONTEXT_SAMPLES);
        const input = new Tensor('float32', state.input, [1, state.input.length]);
        const { output, stateN } = await session.run({ input, state: state.recurrent, sr: rate });
        if (output === undefined || stateN === undefined) throw new Error('The voice activity model returned no output');
        found[frame] = Number(output.data[0]);
        state.recurrent = stateN;
      }
      return found;
    },
  };
}
