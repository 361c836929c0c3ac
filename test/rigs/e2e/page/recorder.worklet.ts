/** 10 ms at 48 kHz: short enough for timing, long enough not to burden the page. */
const BLOCK_SAMPLES = 512;

/** Posts everything that comes in, with the frame and the time at which each block ends. */
class Recorder extends AudioWorkletProcessor {
  #block = new Float32Array(BLOCK_SAMPLES);
  #filled = 0;

  process([input]: Float32Array[][]): boolean {
    const channel = input?.[0];
    if (channel) this.#block.set(channel, this.#filled);
    this.#filled += 128;
    if (this.#filled < BLOCK_SAMPLES) return true;
    // The one clock that an audio thread has; it counts whole milliseconds. What is made now begins to leave now at the earliest.
    const endedAt = Date.now() + 0.5 + (128 / sampleRate) * 1000;
    this.port.postMessage({ endFrame: currentFrame + 128, endedAt, samples: this.#block }, [this.#block.buffer]);
    this.#block = new Float32Array(BLOCK_SAMPLES);
    this.#filled = 0;
    return true;
  }
}

registerProcessor('e2e-recorder', Recorder);
