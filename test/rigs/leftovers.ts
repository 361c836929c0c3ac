import { expect } from '@open-wc/testing';
import { openMicrophone } from '../../src/audio/capture/open-microphone.js';
import type { Microphone } from '../../src/spec/audio-io.js';
import { countLiving } from './e2e/page/living.js';
import type { Steps } from './steps.js';

const uncountedFrame = requestAnimationFrame.bind(globalThis);
const living = countLiving();
const tracks = new Set<MediaStreamTrack>();
const processors = new Set<AudioWorkletNode>();

// Every processor of ours says its last word over its port.
const Original = AudioWorkletNode;
globalThis.AudioWorkletNode = class extends Original {
  constructor(...parameters: ConstructorParameters<typeof Original>) {
    super(...parameters);
    processors.add(this);
    this.port.addEventListener('message', ({ data }: MessageEvent<{ type: string }>) => {
      if (data.type === 'closed') processors.delete(this);
    });
  }
};

const PATIENCE_MS = 20_000;

/** Waits until nothing is left but so many contexts, or fails and says what there is. */
export async function released(when: string, contexts = 0): Promise<void> {
  const left = (): string =>
    JSON.stringify({
      ...living(),
      tracks: [...tracks].filter(({ readyState }) => readyState === 'live').length,
      processors: processors.size,
    });
  const nothing = { tracks: 0, contexts, sockets: 0, timers: 0, frames: 0, workers: 0, requests: 0, processors: 0 };
  const expected = JSON.stringify(nothing);
  const until = performance.now() + PATIENCE_MS;
  while (left() !== expected && performance.now() < until) await new Promise(uncountedFrame);
  expect(left(), `aborted at ${when}`).to.equal(expected);
}

/** A microphone that hears silence, whose grant is a step too. */
export function openOwn(context: AudioContext, steps: Steps, signal: AbortSignal): Promise<Microphone> {
  const request = (): Promise<MediaStream> => {
    const { stream } = new MediaStreamAudioDestinationNode(context);
    for (const track of stream.getTracks()) tracks.add(track);
    return steps.after(Promise.resolve(stream));
  };
  return openMicrophone({ context, request }, signal);
}
