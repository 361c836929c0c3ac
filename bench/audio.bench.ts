import { measureBase64 } from './audio-base64.js';
import { measurePlayers } from './audio-players.js';
import { measureResampler } from './audio-resampler.js';
import type { Group } from './group.js';

const audio: Group = {
  minutes: 5,
  async run(run) {
    await measureResampler(run);
    await measureBase64(run);
    await measurePlayers(run);
  },
};

export default audio;
