import { measureBase64 } from './audio-base64.js';
import { measureResampler } from './audio-resampler.js';
import type { Group } from './group.js';

const audio: Group = {
  minutes: 1,
  async run(run) {
    await measureResampler(run);
    await measureBase64(run);
  },
};

export default audio;
