import type { CapturedAudio } from '../../spec/connection.js';
import type { CaptureCommand, CaptureOptions, CaptureReport } from './capture.messages.js';
import { createBargeInListener } from './barge-in-monitor.js';
import { createChunker } from './chunker.js';

/** Sound comes here so much later than in a track's own packets; what is later than that was not said yet. */
const LATE_SECONDS = 0.02;

/** One render quantum. */
const SILENCE = new Float32Array(128);

export class CaptureProcessor extends AudioWorkletProcessor {
  readonly #chunker;
  readonly #listener = createBargeInListener(sampleRate);
  #line: MessagePort | undefined;
  #muted = false;
  /** Of the context's clock: until then somebody else makes the chunks. */
  #takenUntil = 0;
  #closed = false;

  constructor({ processorOptions }: { processorOptions: CaptureOptions }) {
    super();
    this.#chunker = createChunker(sampleRate, processorOptions.format, (bytes) => {
      this.#line?.postMessage({ type: 'chunk', bytes } satisfies CapturedAudio);
    });
    this.port.onmessage = ({ data }: MessageEvent<CaptureCommand>) => this.#obey(data);
  }

  process([input]: Float32Array[][]): boolean {
    if (this.#closed) {
      this.port.postMessage({ type: 'closed' } satisfies CaptureReport);
      return false;
    }
    // While no device is connected, Firefox gives no channel; the provider's clock goes on.
    const block = input?.[0] ?? SILENCE;
    if (this.#muted) return true;
    if (currentTime >= this.#takenUntil) this.#chunker.push(block);
    this.#listener.hear(block);
    return true;
  }

  #obey(command: CaptureCommand): void {
    switch (command.type) {
      case 'attach':
        this.#line = command.port;
        return;
      case 'mute':
        this.#muted = command.muted;
        // What was said before the pause must not be glued to what is said after it.
        this.#chunker.reset();
        this.#listener.reset();
        return;
      case 'leave':
        this.#end();
        if (this.#line) this.port.postMessage({ type: 'left', port: this.#line } satisfies CaptureReport, [this.#line]);
        this.#line = undefined;
        return;
      case 'hand-over':
        this.#takenUntil = command.isTaken ? Infinity : currentTime + LATE_SECONDS;
        this.#chunker.reset();
        return;
      case 'close':
        this.#end();
        this.#line?.close();
        return;
      default:
        command satisfies never;
    }
  }

  #end(): void {
    this.#closed = true;
    this.#listener.reset();
  }
}
