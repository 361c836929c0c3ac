import { own } from '../lib/own.js';
import type { TrackNews } from './track.messages.js';

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

/** `taken` is called once somebody captures in the worklet's stead. Ends with `signal`. */
export function offerTracks(taken: () => void, signal: AbortSignal): TrackOffer {
  if (typeof MediaStreamTrackProcessor !== 'function') return { port: undefined, use: () => undefined };
  const Processor = MediaStreamTrackProcessor;
  const { port1, port2 } = new MessageChannel();
  let inUse: MediaStreamTrack | undefined;
  let isWanted = false;
  const give = (): void => {
    if (!isWanted) return;
    const tell = (news: TrackNews, transfer: Transferable[] = []): void => port1.postMessage(news, transfer);
    if (inUse === undefined) return tell({});
    const { readable } = new Processor({ track: inUse, maxBufferSize: WAITING_PACKETS });
    tell({ readable }, [readable]);
  };
  port1.onmessage = () => {
    isWanted = true;
    give();
    taken();
  };
  own(signal, () => port1.close());
  return {
    port: port2,
    use(track) {
      if (track === inUse) return;
      inUse = track;
      give();
    },
  };
}
