import { expect } from '@open-wc/testing';
import { createSpeakerContext } from '../../src/audio/create-speaker-context.js';
import { openMicrophone } from '../../src/audio/open-microphone.js';
import { openSpeaker } from '../../src/audio/open-speaker.js';
import type { SpeakerMessage } from '../../src/spec/line.js';

const FORMAT = { encoding: 'pcm16', sampleRate: 24_000 } as const;
const CONVERSATIONS = 200;

describe('two hundred conversations of one element', () => {
  it('leave no track, no processor and no context', async function () {
    this.timeout(60_000);
    const life = new AbortController();
    const context = createSpeakerContext(life.signal);
    const tracks: MediaStreamTrack[] = [];
    let processors = 0;
    let closed = 0;
    const Original = AudioWorkletNode;
    // Every processor of ours says its last word over its port.
    globalThis.AudioWorkletNode = class extends Original {
      constructor(...parameters: ConstructorParameters<typeof Original>) {
        super(...parameters);
        processors += 1;
        this.port.addEventListener('message', ({ data }: MessageEvent<{ type: string }>) => {
          if (data.type === 'closed') closed += 1;
        });
      }
    };
    life.signal.addEventListener('abort', () => (globalThis.AudioWorkletNode = Original));

    for (let round = 0; round < CONVERSATIONS; round += 1) {
      const conversation = new AbortController();
      const { stream } = new MediaStreamAudioDestinationNode(context);
      tracks.push(...stream.getTracks());
      const [speaker] = await Promise.all([
        openSpeaker({ context, format: FORMAT }, conversation.signal),
        openMicrophone({ context, format: FORMAT, request: () => Promise.resolve(stream) }, conversation.signal),
      ]);
      const bytes = new ArrayBuffer(4800);
      speaker.port.postMessage({ type: 'sound', itemId: 'a', bytes } satisfies SpeakerMessage, [bytes]);
      conversation.abort();
      // Nobody opens two hundred of them in half a second: every tenth waits for the last words of those before.
      if (round % 10 === 9) while (closed < processors) await new Promise(requestAnimationFrame);
    }
    expect(tracks.every(({ readyState }) => readyState === 'ended')).to.equal(true);
    expect(processors).to.equal(2 * CONVERSATIONS);

    life.abort();
    while (context.state !== 'closed') await new Promise((resolve) => (context.onstatechange = resolve));
  });
});
