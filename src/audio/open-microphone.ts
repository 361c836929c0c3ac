import { createChild } from '../lib/child-signal.js';
import { createInbox } from '../lib/inbox.js';
import type { AudioFormat } from '../spec/audio-format.js';
import type { Microphone } from '../spec/sound-ports.js';
import type { MicrophoneEvent } from '../spec/voice-event.js';
import { claimAudioSession } from './audio-session.js';
import { keepAwake } from './keep-awake.js';
import { mayResume } from './keep-running.js';
import { createMeter } from './level.js';
import { loadWorklet, type WorkletPlace } from './load-worklet.js';
import { openInput } from './microphone-input.js';
import { openCapture } from './open-capture.js';
import type { RequestStream } from './request-microphone.js';

export interface MicrophoneOptions extends WorkletPlace {
  /** The speaker's: one clock for both directions. */
  readonly context: AudioContext;
  /** What the provider wants to hear. */
  readonly format: AudioFormat;
  /** The system's default without it. */
  readonly deviceId?: string | undefined;
  /** Stands in for `getUserMedia`, for a page that has a stream of its own. */
  readonly request?: RequestStream | undefined;
}

/**
 * Asks for the microphone, once, and captures it until `signal` aborts.
 *
 * @throws AgentError with a `microphone-` code, `insecure-origin`, `worklet-blocked`, `audio-unsupported`
 */
export async function openMicrophone(
  { context, format, deviceId, request, ...place }: MicrophoneOptions,
  signal: AbortSignal,
): Promise<Microphone> {
  const life = createChild(signal);
  const events = createInbox<MicrophoneEvent>(life.signal);
  const into = new GainNode(context);
  claimAudioSession(life.signal);
  keepAwake(life.signal);
  try {
    // At the same time: while the person reads the browser's question, the processors load.
    const [input] = await Promise.all([
      openInput({ into, deviceId, request, tell: events.push }, life.signal),
      loadWorklet(context, place, life.signal),
    ]);
    const capture = openCapture(context, format, life.signal);
    into.connect(capture.input);
    // A context that had no click may begin once the microphone is granted.
    if (mayResume(context.state)) context.resume().catch(() => undefined);
    return {
      port: capture.port,
      events,
      setMuted(muted) {
        input.setMuted(muted);
        capture.setMuted(muted);
      },
      setDevice: input.setDevice,
      level: createMeter(into).level,
    };
  } catch (thrown) {
    // The half that did open must not outlive the other's failure.
    life.abort();
    throw thrown;
  }
}
