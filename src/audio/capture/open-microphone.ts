import { createChild } from '../../lib/child-signal.js';
import { abortable } from '../../lib/abortable.js';
import { createAsyncQueue } from '../../lib/async-queue.js';
import { onAbort } from '../../lib/on-abort.js';
import type { AudioFormat } from '../../spec/audio-format.js';
import type { Microphone } from '../../spec/audio-io.js';
import type { MicrophoneEvent } from '../../spec/voice-event.js';
import type { WorkletLocation } from '../../spec/worklet-location.js';
import { claimAudioSession } from '../devices/audio-session.js';
import { keepAwake } from '../devices/keep-awake.js';
import { mayResume } from '../devices/keep-running.js';
import { loadWorklet } from '../load-worklet.js';
import { openInput } from './microphone-input.js';
import { offerTracks } from './track-streams.js';
import { type Capture, openCapture } from './open-capture.js';
import type { RequestStream } from './request-microphone.js';
import { currentContext, deviceOpened, followContext } from '../devices/context-handover.js';

export interface MicrophoneOptions extends WorkletLocation {
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
  const events = createAsyncQueue<MicrophoneEvent>(life.signal);
  const first = currentContext(context);
  const line = new MessageChannel();
  onAbort(life.signal, () => line.port1.close());
  const tell = (event: MicrophoneEvent): void => {
    events.push(event);
    deviceOpened(context);
  };
  claimAudioSession(life.signal);
  keepAwake(life.signal);
  try {
    let isTaken = false;
    const { port: tracks, use } = offerTracks((taken) => {
      isTaken = taken;
      capture.handOver(isTaken);
    }, life.signal);
    // At the same time: while the person reads the browser's question, the processors load.
    const [input] = await Promise.all([
      openInput({ contextRate: first.sampleRate, deviceId, request, tell, use }, life.signal),
      loadWorklet(first, place, life.signal),
    ]);
    let muted = false;
    const open = (target: AudioContext, port: MessagePort): Capture => {
      const opened = openCapture(target, format, port, life.signal);
      opened.setMuted(muted);
      if (isTaken) opened.handOver(isTaken);
      input.connect(opened.input);
      return opened;
    };
    const move = async (next: AudioContext): Promise<void> => {
      await loadWorklet(next, place, life.signal);
      const { port } = await abortable(capture.leave(), life.signal);
      capture = open(next, port);
    };
    // A person takes time to answer, and may have put a headset on.
    const latest = currentContext(context);
    await loadWorklet(latest, place, life.signal);
    let capture = open(latest, line.port2);
    // A context that had no click may begin once the microphone is granted.
    if (mayResume(latest.state)) latest.resume().catch(() => undefined);
    followContext(context, move, life.signal);
    return {
      port: line.port1,
      ...(tracks && { tracks }),
      events,
      setMuted(value) {
        muted = value;
        input.setMuted(muted);
        capture.setMuted(muted);
      },
      setDevice: input.setDevice,
      level: () => capture.level(),
    };
  } catch (thrown) {
    // The half that did open must not outlive the other's failure.
    life.abort();
    throw thrown;
  }
}
