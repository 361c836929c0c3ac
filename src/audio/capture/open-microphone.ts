import { createChild } from '../../lib/child-signal.js';
import { abortable } from '../../lib/abortable.js';
import { createAsyncQueue } from '../../lib/async-queue.js';
import { onAbort } from '../../lib/on-abort.js';
import type { AudioFormat } from '../../spec/audio-format.js';
import type { Microphone } from '../../spec/audio-io.js';
import type { MicrophoneEvent } from '../../spec/voice-event.js';
import type { WorkletLocation } from '../../spec/worklet-location.js';
import { claimAudioSession } from '../devices/audio-session.js';
import { checkSampleRate, currentContext, onHandover } from '../devices/context-handover.js';
import { keepScreenOn } from '../devices/keep-screen-on.js';
import { mayResume } from '../devices/keep-running.js';
import { loadWorklet } from '../load-worklet.js';
import { openInput } from './microphone-input.js';
import { type Capture, openCapture } from './open-capture.js';
import type { RequestStream } from './request-microphone.js';
import { createTrackStreams } from './track-streams.js';

export interface MicrophoneOptions extends WorkletLocation {
  /** The speaker's: one clock for both directions. */
  readonly context: AudioContext;
  /** The system's default without it. */
  readonly deviceId?: string | undefined;
  /** Replaces `getUserMedia`, for a page that has its own stream. */
  readonly request?: RequestStream | undefined;
}

/**
 * Asks for the microphone, once, and captures it until `signal` aborts. Chunks are emitted once `setFormat` was called.
 *
 * @throws AgentError with a `microphone-` code, `insecure-origin`, `worklet-blocked`, `audio-unsupported`
 */
export async function openMicrophone(
  { context, deviceId, request, ...place }: MicrophoneOptions,
  signal: AbortSignal,
): Promise<Microphone> {
  const life = createChild(signal);
  const events = createAsyncQueue<MicrophoneEvent>(life.signal);
  const first = currentContext(context);
  const channel = new MessageChannel();
  onAbort(life.signal, () => channel.port1.close());
  const emit = (event: MicrophoneEvent): void => {
    events.push(event);
    checkSampleRate(context);
  };
  claimAudioSession(life.signal);
  keepScreenOn(life.signal);
  try {
    let format: AudioFormat | undefined;
    let muted = false;
    let paused = false;
    const { port: tracks, setTrack } = createTrackStreams((isRead) => {
      paused = isRead;
      capture.setPaused(paused);
    }, life.signal);
    // In parallel: the processors load while the person reads the browser's question.
    const [input] = await Promise.all([
      openInput({ contextRate: first.sampleRate, deviceId, request, emit, setTrack }, life.signal),
      loadWorklet(first, place, life.signal),
    ]);
    const open = (target: AudioContext, port: MessagePort): Capture => {
      const opened = openCapture(target, port, life.signal);
      if (format) opened.setFormat(format);
      opened.setMuted(muted);
      if (paused) opened.setPaused(paused);
      input.connect(opened.input);
      return opened;
    };
    const move = async (next: AudioContext): Promise<void> => {
      await loadWorklet(next, place, life.signal);
      const { port } = await abortable(capture.detach(), life.signal);
      capture = open(next, port);
    };
    // A person takes time to answer, and may have put a headset on.
    const latest = currentContext(context);
    await loadWorklet(latest, place, life.signal);
    let capture = open(latest, channel.port2);
    // A context that was not started by a click may run once the microphone is granted.
    if (mayResume(latest.state)) latest.resume().catch(() => undefined);
    onHandover(context, move, life.signal);
    return {
      port: channel.port1,
      ...(tracks && { tracks }),
      events,
      setFormat(value) {
        format = value;
        capture.setFormat(format);
      },
      setMuted(value) {
        muted = value;
        input.setMuted(muted);
        capture.setMuted(muted);
      },
      setDevice: input.setDevice,
      level: () => capture.level(),
    };
  } catch (thrown) {
    // Whatever did open must not outlive the failure of the rest.
    life.abort();
    throw thrown;
  }
}
