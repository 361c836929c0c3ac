import { WavRecorder, WavStreamPlayer } from 'wavtools';
import { openPlainSocket } from './plain-socket.js';
import { SAMPLE_RATE, type OpenConversation } from './stage.js';

/** wavtools 0.1.5 from npm, as OpenAI's console uses it. */
export const openWavtools: OpenConversation = async (stage) => {
  const player = new WavStreamPlayer({ sampleRate: SAMPLE_RATE });
  const recorder = new WavRecorder({ sampleRate: SAMPLE_RATE });
  await player.connect();
  await recorder.begin();
  const socket = await openPlainSocket(stage, {
    play: (itemId, pcm) => void player.add16BitPCM(pcm, itemId),
    async interrupt() {
      const told: unknown = player.interrupt();
      const { currentTime } = (await told) as { readonly currentTime: number };
      return currentTime * 1000;
    },
  });
  await recorder.record(({ mono }: { readonly mono: unknown }) => socket.sendText(mono as ArrayBuffer));
  return {
    async close() {
      await recorder.end();
      socket.close();
      await (player as unknown as { readonly context: AudioContext }).context.close();
    },
  };
};
