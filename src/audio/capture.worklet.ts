import type { CapturedSound } from '../spec/line.js';
import { CAPTURE_PROCESSOR, type CaptureCommand, type CaptureOptions, type CaptureReport } from './capture.messages.js';
import { createChunker } from './chunker.js';
import { registerOnce } from './register-once.js';

class CaptureProcessor extends AudioWorkletProcessor {
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
    const channel = input?.[0];
    if (channel && !this.#muted) this.#chunker.push(channel);
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

registerOnce(CAPTURE_PROCESSOR, CaptureProcessor);
