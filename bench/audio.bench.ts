import { measureBase64 } from './audio-base64.js';
import { measureLive } from './audio-live.js';
import { measureResampler } from './audio-resampler.js';
import type { Group } from './group.js';

const audio: Group = {
  minutes: 6,
  async run(run) {
    await measureResampler(run);
    await measureBase64(run);
    await measureLive(run);
  },
};

export default audio;
