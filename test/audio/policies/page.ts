import { loadWorklet } from '../../../src/audio/load-worklet.js';
import { toAgentError } from '../../../src/spec/agent-error.js';
import { PLAYBACK_PROCESSOR } from '../../../src/audio/playback/playback.messages.js';

declare global {
  interface Window {
    /** What became of the worklet in this page: `loaded`, or what is wrong. */
    probe: Promise<string>;
  }
}

async function load(): Promise<string> {
  // Nothing is played: there is no device to wait for and nothing to close.
  const context = new OfflineAudioContext(1, 128, 48_000);
  const workletUrl = document.querySelector('meta[name=worklet-url]')?.getAttribute('content') ?? undefined;
  await loadWorklet(context, { workletUrl }, new AbortController().signal);
  const processorOptions = { format: { encoding: 'pcm16', sampleRate: 24_000 } };
  const node = new AudioWorkletNode(context, PLAYBACK_PROCESSOR, { numberOfInputs: 0, processorOptions });
  return node.numberOfOutputs === 1 ? 'loaded' : 'odd';
}

window.probe = load().catch((thrown: unknown) => {
  const { code, message } = toAgentError(thrown);
  return `${code}: ${message}`;
});
