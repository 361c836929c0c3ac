import type { CapturedSound } from '../spec/line.js';
import type { CaptureCommand, CaptureOptions, CaptureReport } from './capture.messages.js';
import { createChunker } from './chunker.js';

/** One render quantum. */
const SILENCE = new Float32Array(128);

export class CaptureProcessor extends AudioWorkletProcessor {
  readonly #chunker;
  #line: MessagePort | undefined;
  #muted = false;
  #closed = false;

  constructor({ processorOptions }: { processorOptions: CaptureOptions }) {
    super();
    this.#chunker = createChunker(sampleRate, processorOptions.format, (bytes) => {
      this.#line?.postMessage({ type: 'chunk', bytes } satisfies CapturedSound);
    });
    this.port.onmessage = ({ data }: MessageEvent<CaptureCommand>) => this.#obey(data);
  }

  process([input]: Float32Array[][]): boolean {
    if (this.#closed) {
      this.port.postMessage({ type: 'closed' } satisfies CaptureReport);
      return false;
    }
    // While no device is connected, Firefox gives no channel; the provider's clock goes on.
    if (!this.#muted) this.#chunker.push(input?.[0] ?? SILENCE);
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
        return;
      case 'close':
        this.#closed = true;
        this.#line?.close();
        return;
      default:
        command satisfies never;
    }
  }
}
