import { createChild } from '../lib/child-signal.js';
import { abortable } from '../lib/abortable.js';
import { createInbox } from '../lib/inbox.js';
import { own } from '../lib/own.js';
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
import { currentContext, deviceOpened, followContext } from './succession.js';

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
  const first = currentContext(context);
  const line = new MessageChannel();
  own(life.signal, () => line.port1.close());
  let into = new GainNode(first);
  const tell = (event: MicrophoneEvent): void => {
    events.push(event);
    deviceOpened(context);
  };
  claimAudioSession(life.signal);
  keepAwake(life.signal);
  try {
    // At the same time: while the person reads the browser's question, the processors load.
    const [input] = await Promise.all([
      openInput({ into, deviceId, request, tell }, life.signal),
      loadWorklet(first, place, life.signal),
    ]);
    let muted = false;
    let capture = openCapture(first, format, line.port2, life.signal);
    let meter = createMeter(into);
    into.connect(capture.input);
    // A context that had no click may begin once the microphone is granted.
    if (mayResume(first.state)) first.resume().catch(() => undefined);

    const move = async (next: AudioContext): Promise<void> => {
      await loadWorklet(next, place, life.signal);
      const { port } = await abortable(capture.leave(), life.signal);
      into = new GainNode(next);
      input.connect(into);
      meter = createMeter(into);
      capture = openCapture(next, format, port, life.signal);
      capture.setMuted(muted);
      into.connect(capture.input);
    };
    followContext(context, move, life.signal);
    return {
      port: line.port1,
      events,
      setMuted(value) {
        muted = value;
        input.setMuted(muted);
        capture.setMuted(muted);
      },
      setDevice: input.setDevice,
      level: () => meter.level(),
    };
  } catch (thrown) {
    // The half that did open must not outlive the other's failure.
    life.abort();
    throw thrown;
  }
}
