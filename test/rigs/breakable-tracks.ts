import { onAbort } from '../../src/lib/on-abort.js';

interface Processor {
  readonly readable: ReadableStream<AudioData>;
}

/** Chromium has them. */
export const HAS_TRACKS = 'MediaStreamTrackProcessor' in globalThis;

/** Lets a test break the streams of tracks that are made until `signal` aborts, while the tracks themselves live on. */
export function makeTracksBreakable(signal: AbortSignal): { end(): void; fail(): void } {
  const holder = globalThis as unknown as { MediaStreamTrackProcessor: new (options: object) => Processor };
  const Original = holder.MediaStreamTrackProcessor;
  let latest: TransformStreamDefaultController<AudioData> | undefined;
  holder.MediaStreamTrackProcessor = class {
    readonly readable;
    constructor(options: object) {
      const breakable = new TransformStream<AudioData, AudioData>({ start: (controller) => void (latest = controller) });
      this.readable = new Original(options).readable.pipeThrough(breakable);
    }
  };
  onAbort(signal, () => (holder.MediaStreamTrackProcessor = Original));
  return { end: () => latest?.terminate(), fail: () => latest?.error(new Error('broken')) };
}
