import { WavStreamPlayer } from 'wavtools';
import { SAMPLE_RATE, type OpenPlayer } from './player.js';

/** wavtools 0.1.5 from npm, as OpenAI's console and Pipecat use it. */
export const openWavtools: OpenPlayer = async () => {
  const player = new WavStreamPlayer({ sampleRate: SAMPLE_RATE });
  await player.connect();
  return {
    play: (itemId, pcm) => void player.add16BitPCM(pcm, itemId),
    async interrupt() {
      const told: unknown = player.interrupt();
      const { currentTime } = (await told) as { readonly currentTime: number };
      return currentTime * 1000;
    },
    close: () => (player as unknown as { context: AudioContext }).context.close(),
  };
};
