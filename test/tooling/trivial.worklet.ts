class Trivial extends AudioWorkletProcessor {
  process(): boolean {
    this.port.postMessage(sampleRate);
    return false;
  }
}

registerProcessor('trivial', Trivial);
