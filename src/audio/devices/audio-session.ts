import { onAbort } from '../../lib/on-abort.js';

/** Audio Session API of iOS 16.4 and later. */
interface AudioSessionHolder {
  readonly audioSession: { type: string };
}

function hasSession(holder: Navigator): holder is Navigator & AudioSessionHolder {
  return 'audioSession' in holder;
}

/**
 * Tells iOS that the page records and plays, until `signal` aborts. Otherwise playback follows the mute switch, and moves to the
 * earpiece once the microphone is open.
 */
export function claimAudioSession(signal: AbortSignal, holder: Navigator = navigator): void {
  if (!hasSession(holder)) return;
  const { audioSession } = holder;
  const before = audioSession.type;
  audioSession.type = 'play-and-record';
  onAbort(signal, () => (audioSession.type = before));
}
