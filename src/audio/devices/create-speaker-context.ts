import { onAbort } from '../../lib/on-abort.js';
import { AgentError } from '../../spec/agent-error.js';
import { keepRunning } from './keep-running.js';
import { closeContext } from '../open-processor.js';
import { createContextHandover } from './context-handover.js';

/** The smallest buffer a browser offers: Chromium renders 2.9 ms at a time with it, 10 ms without. */
const LATENCY_HINT_SECONDS = 0.001;

const createContext = (): AudioContext => new AudioContext({ latencyHint: LATENCY_HINT_SECONDS });

/**
 * The one AudioContext of an element, at the device's own rate; it closes when `signal` aborts. Call it in the click's event
 * listener, before anything is awaited: browsers allow playback only there. When the device's rate changes, another context
 * replaces it: what was opened with this one moves to that one, and what is opened later uses it.
 *
 * @throws AgentError `audio-unsupported`
 */
export function createSpeakerContext(signal: AbortSignal, create = createContext): AudioContext {
  if (!('AudioContext' in globalThis)) throw new AgentError('audio-unsupported', 'No AudioContext');
  return createContextHandover((life) => {
    const context = create();
    keepRunning(context, life);
    onAbort(life, () => void closeContext(context));
    return context;
  }, signal);
}
