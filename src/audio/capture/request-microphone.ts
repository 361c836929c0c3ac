import { abortable } from '../../lib/abortable.js';
import { AgentError } from '../../spec/agent-error.js';
import { explainMicrophone } from './microphone-error.js';

/** `getUserMedia`, or a replacement. */
export type RequestStream = (constraints: MediaStreamConstraints) => Promise<MediaStream>;

/** Pages on plain http do not even have the interface: that throws too. */
const getUserMedia: RequestStream = (constraints) => navigator.mediaDevices.getUserMedia(constraints);

export function stopStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * Asks for one microphone: a stream with an audio track. A stream granted after `signal` has aborted is stopped at once.
 *
 * @throws AgentError with a `microphone-` code or `insecure-origin`
 */
export async function requestMicrophone(
  deviceId: string | undefined,
  signal: AbortSignal,
  request: RequestStream = getUserMedia,
): Promise<MediaStream> {
  signal.throwIfAborted();
  try {
    const stream = await abortable(Promise.resolve(request({ audio: constraintsFor(deviceId) })), signal, stopStream);
    if (stream.getAudioTracks().length === 0) throw new AgentError('microphone-missing', 'No audio track');
    return stream;
  } catch (thrown) {
    signal.throwIfAborted();
    const explained = await abortable(explainMicrophone(thrown), signal);
    throw explained;
  }
}

/** `echoCancellation: true`, never `"remote-only"`: that leaves what an AudioContext plays in the microphone. */
function constraintsFor(deviceId: string | undefined): MediaTrackConstraints {
  return {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    channelCount: 1,
    ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
  };
}
