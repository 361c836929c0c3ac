class Trivial extends AudioWorkletProcessor {
  override process(): boolean {
    this.port.postMessage(sampleRate);
    return false;
  }
}

registerProcessor('trivial', Trivial);
