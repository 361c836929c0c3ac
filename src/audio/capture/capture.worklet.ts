import type { CapturedAudio } from '../../spec/connection.js';
import type { CaptureCommand, CaptureReport } from './capture.messages.js';
import { createBargeInMonitor } from './barge-in-monitor.js';
import { type Chunker, createChunker } from './chunker.js';

/** How much later audio arrives here than in the packets of a track: what is older was captured there. */
const LATENCY_SECONDS = 0.02;

/** One render quantum. */
const SILENCE = new Float32Array(128);

export class CaptureProcessor extends AudioWorkletProcessor {
  readonly #monitor = createBargeInMonitor(sampleRate);
  #chunker: Chunker | undefined;
  #port: MessagePort | undefined;
  #muted = false;
  /** On the context's clock: another thread makes the chunks until then. */
  #pausedUntil = 0;
  #closed = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<CaptureCommand>) => this.#execute(data);
  }

  process([input]: Float32Array[][]): boolean {
    if (this.#closed) {
      this.port.postMessage({ type: 'closed' } satisfies CaptureReport);
      return false;
    }
    // Firefox passes no channel while no device is connected; the service's clock must go on.
    const block = input?.[0] ?? SILENCE;
    if (this.#muted) return true;
    if (currentTime >= this.#pausedUntil) this.#chunker?.push(block);
    this.#monitor.process(block);
    return true;
  }

  #execute(command: CaptureCommand): void {
    switch (command.type) {
      case 'attach':
        this.#port = command.port;
        return;
      case 'format':
        this.#chunker = createChunker(sampleRate, command.format, (bytes) => {
          this.#port?.postMessage({ type: 'chunk', bytes } satisfies CapturedAudio);
        });
        return;
      case 'mute':
        this.#muted = command.muted;
        // Audio from before the pause must not be joined to audio from after it.
        this.#chunker?.reset();
        this.#monitor.reset();
        return;
      case 'pause':
        this.#pausedUntil = command.paused ? Infinity : currentTime + LATENCY_SECONDS;
        this.#chunker?.reset();
        return;
      case 'detach':
        this.#end();
        if (this.#port) this.port.postMessage({ type: 'detached', port: this.#port } satisfies CaptureReport, [this.#port]);
        this.#port = undefined;
        return;
      case 'close':
        this.#end();
        this.#port?.close();
        return;
      default:
        command satisfies never;
    }
  }

  #end(): void {
    this.#closed = true;
    this.#monitor.reset();
  }
}
