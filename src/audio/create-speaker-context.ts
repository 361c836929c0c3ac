import { own } from '../lib/own.js';
import { AgentError } from '../spec/agent-error.js';
import { keepRunning } from './keep-running.js';
import { closeContext } from './open-processor.js';

/** The smallest buffer a browser offers: Chromium renders 2.9 ms at a time with it, 10 ms without. */
const LATENCY_HINT_SECONDS = 0.001;

/**
 * The one AudioContext of an element, at the device's own rate; it closes when `signal` aborts. Call it in the person's
 * click, before anything is awaited: browsers let sound begin only there.
 *
 * @throws AgentError `audio-unsupported`
 */
export function createSpeakerContext(signal: AbortSignal): AudioContext {
  if (!('AudioContext' in globalThis)) throw new AgentError('audio-unsupported', 'This browser has no AudioContext');
  const context = new AudioContext({ latencyHint: LATENCY_HINT_SECONDS });
  keepRunning(context, signal);
  own(signal, () => void closeContext(context));
  return context;
}
