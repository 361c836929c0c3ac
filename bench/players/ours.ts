import { createSpeakerContext } from '../../src/audio/create-speaker-context.js';
import { openSpeaker } from '../../src/audio/open-speaker.js';
import type { SpeakerMessage } from '../../src/spec/line.js';
import { SAMPLE_RATE, type OpenPlayer } from './player.js';

export const openOurs: OpenPlayer = async () => {
  const life = new AbortController();
  const context = createSpeakerContext(life.signal);
  const speaker = await openSpeaker({ context, format: { encoding: 'pcm16', sampleRate: SAMPLE_RATE } }, life.signal);
  const post = (message: SpeakerMessage, transfer: Transferable[] = []): void => speaker.port.postMessage(message, transfer);
  const heard = new Map<string, (ms: number) => void>();
  void (async () => {
    for await (const event of speaker.events) if (event.type === 'playback-flushed') heard.get(event.itemId)?.(event.heardMs);
  })();
  return {
    play: (itemId, pcm) => post({ type: 'sound', itemId, bytes: pcm.buffer }, [pcm.buffer]),
    interrupt(itemId) {
      const told = new Promise<number>((resolve) => heard.set(itemId, resolve));
      post({ type: 'flush' });
      return told;
    },
    async close() {
      life.abort();
      while (context.state !== 'closed') await new Promise((resolve) => (context.onstatechange = resolve));
    },
  };
};
