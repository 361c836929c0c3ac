import type { Clock } from '../lib/clock.js';
import type { AudioFormat } from '../spec/audio-format.js';
import type { Codec } from '../spec/codec.js';
import type { ConnectionRequest } from '../spec/connection.js';
import type { Socket } from '../spec/socket.js';
import type { ConnectionEvent } from '../spec/voice-event.js';
import type { Dial } from './dial.js';
import { createMicrophoneFeed, type MicrophoneFeed } from './microphone-feed.js';
import { createReflex, type Reflex } from './reflex.js';

/** The socket and where sound enters and leaves a line: on the page's own thread, or on one of its own. */
export interface SoundEnd {
  /** Closed with `NOT_HERE` it has touched nothing. */
  readonly dial: Dial;
  readonly reflex: Reflex;
  /** Once, with the socket that was dialled. */
  openFeed(socket: Socket, tell: (event: ConnectionEvent) => void): Pick<MicrophoneFeed, 'setOpen' | 'flush'> | undefined;
}

/** The end of a line on the thread that calls. */
export function createNearEnd(
  codec: Codec,
  input: AudioFormat,
  { microphone, speaker, bargeIn }: ConnectionRequest,
  dial: Dial,
  clock: Clock,
  signal: AbortSignal,
): SoundEnd {
  return {
    dial,
    reflex: createReflex(speaker, bargeIn),
    openFeed: (socket, tell) =>
      microphone && createMicrophoneFeed(microphone, socket, (bytes) => codec.encodeAudio(bytes), input, clock, tell, signal),
  };
}
