import type { AudioFormat } from '../../spec/audio-format.js';
import { createChunker, MAX_BLOCK, type Chunker } from './chunker.js';
import type { TrackNews, TrackWish } from './track-stream.messages.js';

/**
 * Captures on the thread that calls, whatever the page and its audio graph are busy with: asks for the microphone's own
 * sound over `port` and cuts it into chunks for the wire. `emit` must copy or send what it gets before it returns.
 */
export function captureTracks(port: MessagePort, format: AudioFormat, emit: (bytes: ArrayBuffer) => void): void {
  let reader: ReadableStreamDefaultReader<AudioData> | undefined;

  const tell = (wish: TrackWish): void => port.postMessage(wish);
  // Gives back what it holds unread.
  const leave = (): void => void reader?.cancel().catch(() => undefined);
  const read = async (reading: ReadableStreamDefaultReader<AudioData>): Promise<void> => {
    const hear = createHearing(format, emit);
    for (let { value } = await reading.read(); value !== undefined; { value } = await reading.read()) {
      if (reading === reader) hear(value);
      value.close();
    }
  };
  port.onmessage = ({ data: { number, readable } }: MessageEvent<TrackNews>) => {
    leave();
    const reading = (reader = readable?.getReader());
    const over = (): void => {
      if (reading !== reader) return;
      leave();
      tell({ type: 'track-lost', number });
    };
    if (reading) read(reading).then(over, over);
  };
  tell({ type: 'tracks-wanted' });
}

/** What is said to it may change its rate and the number of its channels on the way: drivers do. */
export function createHearing(format: AudioFormat, emit: (bytes: ArrayBuffer) => void): (sound: AudioData) => void {
  let chunker: Chunker | undefined;
  let rate = 0;
  let mono = new Float32Array();
  let channel = new Float32Array();

  return (sound) => {
    const { numberOfFrames, numberOfChannels, sampleRate } = sound;
    if (chunker === undefined || rate !== sampleRate) {
      rate = sampleRate;
      chunker = createChunker(rate, format, emit);
    }
    if (mono.length !== numberOfFrames) [mono, channel] = [new Float32Array(numberOfFrames), new Float32Array(numberOfFrames)];
    // Whatever the packet's own format: to this one every browser converts.
    sound.copyTo(mono, { planeIndex: 0, format: 'f32-planar' });
    for (let planeIndex = 1; planeIndex < numberOfChannels; planeIndex += 1) {
      sound.copyTo(channel, { planeIndex, format: 'f32-planar' });
      for (let index = 0; index < numberOfFrames; index += 1) mono[index] = (mono[index] ?? 0) + (channel[index] ?? 0);
    }
    if (numberOfChannels > 1) mono.forEach((sum, index) => (mono[index] = sum / numberOfChannels));
    for (let start = 0; start < numberOfFrames; start += MAX_BLOCK) chunker.push(mono.subarray(start, start + MAX_BLOCK));
  };
}
