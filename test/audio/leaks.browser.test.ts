import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import { createSpeakerContext } from '../../src/audio/devices/create-speaker-context.js';
import { openMicrophone } from '../../src/audio/capture/open-microphone.js';
import { openSpeaker } from '../../src/audio/playback/open-speaker.js';
import openai from '../../src/providers/openai/index.js';
import type { SpeakerMessage } from '../../src/spec/connection.js';
import { openConnection } from '../../src/transport/open-connection.js';
import { startTransportWorker } from '../../src/transport/start-transport-worker.js';

const FORMAT = { encoding: 'pcm16', sampleRate: 24_000 } as const;
const CONVERSATIONS = 200;
const CONFIG = { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [] } as const;

/** Counts Workers until `signal` aborts. */
function watchWorkers(signal: AbortSignal): { readonly made: number; readonly living: ReadonlySet<Worker> } {
  const Original = Worker;
  const seen = { made: 0, living: new Set<Worker>() };
  globalThis.Worker = class extends Original {
    constructor(...parameters: ConstructorParameters<typeof Original>) {
      super(...parameters);
      seen.made += 1;
      seen.living.add(this);
    }

    override terminate(): void {
      super.terminate();
      seen.living.delete(this);
    }
  };
  signal.addEventListener('abort', () => (globalThis.Worker = Original));
  return seen;
}

async function untilState(context: AudioContext, state: AudioContextState): Promise<void> {
  while (context.state !== state) await new Promise((resolve) => (context.onstatechange = resolve));
}

describe('two hundred conversations of one element', () => {
  it('leave no track, no processor, no Worker, no socket and no context', async function () {
    this.timeout(200_000);
    const life = new AbortController();
    const context = createSpeakerContext(life.signal);
    await untilState(context, 'running');
    const url = await executeServerCommand<string, undefined>('ga-start');
    const workers = watchWorkers(life.signal);
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
      const takeWorker = startTransportWorker({}, conversation.signal, 10_000);
      const [speaker, microphone] = await Promise.all([
        openSpeaker({ context }, conversation.signal),
        openMicrophone({ context, request: () => Promise.resolve(stream) }, conversation.signal),
      ]);
      speaker.port.postMessage({ type: 'format', format: FORMAT } satisfies SpeakerMessage);
      microphone.setFormat(FORMAT);
      const bytes = new ArrayBuffer(4800);
      speaker.port.postMessage({ type: 'audio', itemId: 'a', bytes } satisfies SpeakerMessage, [bytes]);
      // Most end before they have a socket, as with people who change their mind.
      if (round % 10 === 0) {
        const { port, tracks: offered } = microphone;
        const ports = { microphone: port, speaker: speaker.port, ...(offered && { tracks: offered }) };
        const relay = { url, token: () => 'secret' };
        await openConnection(openai, relay, { config: CONFIG, bargeIn: 'interrupt', ...ports }, conversation.signal, {
          takeWorker,
        });
      }
      conversation.abort();
      // Nobody opens two hundred of them in half a second: every tenth waits for the last words of those before.
      if (round % 10 === 9) while (closed < processors) await new Promise(requestAnimationFrame);
    }
    expect(tracks.every(({ readyState }) => readyState === 'ended')).to.equal(true);
    expect(processors).to.equal(2 * CONVERSATIONS);
    // Returns only when no socket is left.
    await executeServerCommand('ga-stop');
    expect(workers.made).to.equal(CONVERSATIONS);
    while (workers.living.size > 0) await new Promise(requestAnimationFrame);

    life.abort();
    await untilState(context, 'closed');
  });
});
