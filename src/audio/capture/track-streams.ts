import { onAbort } from '../../lib/on-abort.js';
import type { TrackStreamRequest, TrackStreamUpdate } from './track-stream.messages.js';

/** Chromium's, on pages: the audio of a track as a stream that another thread can read without this one. */
declare const MediaStreamTrackProcessor:
  | (new (options: { readonly track: MediaStreamTrack; readonly maxBufferSize: number }) => {
      readonly readable: ReadableStream<AudioData>;
    })
  | undefined;

/** Packets of 10 ms that may wait for a thread that gets no time; older ones are of no use in a conversation. */
const MAX_QUEUED_PACKETS = 100;

/** Transfers the microphone's audio to a thread that subscribes. */
export interface TrackStreams {
  /** Takes `TrackStreamRequest`, emits `TrackStreamUpdate`. `undefined` where the browser has no such streams. */
  readonly port: MessagePort | undefined;
  /** The track in use from now on; `undefined` while it is muted. */
  setTrack(track: MediaStreamTrack | undefined): void;
}

/** `onChange` is told whether another thread captures in place of the worklet. Ends with `signal`. */
export function createTrackStreams(onChange: (isRead: boolean) => void, signal: AbortSignal): TrackStreams {
  if (typeof MediaStreamTrackProcessor !== 'function') return { port: undefined, setTrack: () => undefined };
  const Processor = MediaStreamTrackProcessor;
  const { port1, port2 } = new MessageChannel();
  let current: MediaStreamTrack | undefined;
  let isSubscribed = false;
  let number = 0;
  const update = (): void => {
    if (!isSubscribed) return;
    number += 1;
    // Nothing can be read from a track that has ended.
    const live = current?.readyState === 'live' ? current : undefined;
    const readable = live && new Processor({ track: live, maxBufferSize: MAX_QUEUED_PACKETS }).readable;
    port1.postMessage({ number, readable } satisfies TrackStreamUpdate, readable ? [readable] : []);
    onChange(readable !== undefined);
  };
  port1.onmessage = ({ data }: MessageEvent<TrackStreamRequest>) => {
    switch (data.type) {
      case 'subscribe':
        isSubscribed = true;
        update();
        return;
      case 'stream-lost':
        // A stream may break while its track lives on: the worklet still receives that.
        if (data.number === number) onChange(false);
        return;
      default:
        data satisfies never;
    }
  };
  onAbort(signal, () => port1.close());
  return {
    port: port2,
    setTrack(track) {
      if (track === current) return;
      current = track;
      update();
    },
  };
}
