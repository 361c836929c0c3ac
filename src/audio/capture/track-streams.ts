import { onAbort } from '../../lib/on-abort.js';
import type { TrackNews, TrackWish } from './track-stream.messages.js';

/** Chromium's, on pages: the sound of a track as a stream that another thread can read without this one. */
declare const MediaStreamTrackProcessor:
  | (new (options: { readonly track: MediaStreamTrack; readonly maxBufferSize: number }) => {
      readonly readable: ReadableStream<AudioData>;
    })
  | undefined;

/** Packets of 10 ms that may wait for a thread that gets no time; what is older is of no use in a conversation. */
const WAITING_PACKETS = 100;

/** Gives the microphone's tracks to a thread that asks for them. */
export interface TrackOffer {
  /** Where to ask, by a `TrackWish`; answers with `TrackNews`. `undefined` where the browser has no such streams. */
  readonly port: MessagePort | undefined;
  /** The track in use from now on; `undefined` while it is muted. */
  use(track: MediaStreamTrack | undefined): void;
}

/** `handOver` is told whether somebody captures in the worklet's stead. Ends with `signal`. */
export function offerTracks(handOver: (isTaken: boolean) => void, signal: AbortSignal): TrackOffer {
  if (typeof MediaStreamTrackProcessor !== 'function') return { port: undefined, use: () => undefined };
  const Processor = MediaStreamTrackProcessor;
  const { port1, port2 } = new MessageChannel();
  let inUse: MediaStreamTrack | undefined;
  let isWanted = false;
  let number = 0;
  const give = (): void => {
    if (!isWanted) return;
    number += 1;
    // Of a track that has ended there is nothing to read.
    const live = inUse?.readyState === 'live' ? inUse : undefined;
    const readable = live && new Processor({ track: live, maxBufferSize: WAITING_PACKETS }).readable;
    port1.postMessage({ number, readable } satisfies TrackNews, readable ? [readable] : []);
    handOver(readable !== undefined);
  };
  port1.onmessage = ({ data }: MessageEvent<TrackWish>) => {
    if (data.type === 'tracks-wanted') {
      isWanted = true;
      give();
      // A stream may break while its track lives on: the worklet still hears that.
    } else if (data.number === number) handOver(false);
  };
  onAbort(signal, () => port1.close());
  return {
    port: port2,
    use(track) {
      if (track === inUse) return;
      inUse = track;
      give();
    },
  };
}
