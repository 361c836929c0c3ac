import type { AudioFormat } from '../../spec/audio-format.js';
import { createChunker, MAX_BLOCK, type Chunker } from './chunker.js';
import type { TrackStreamRequest, TrackStreamUpdate } from './track-stream.messages.js';

/**
 * Captures on the calling thread, whatever the page and its audio graph are busy with: requests the microphone's tracks over
 * `port` and encodes their audio in chunks. `emit` must copy or send its argument before it returns.
 */
export function captureTracks(port: MessagePort, format: AudioFormat, emit: (bytes: ArrayBuffer) => void): void {
  let current: ReadableStreamDefaultReader<AudioData> | undefined;

  const request = (message: TrackStreamRequest): void => port.postMessage(message);
  // Releases the packets that were not read.
  const cancel = (): void => void current?.cancel().catch(() => undefined);
  const read = async (reader: ReadableStreamDefaultReader<AudioData>): Promise<void> => {
    const encode = createPacketEncoder(format, emit);
    for (let { value } = await reader.read(); value !== undefined; { value } = await reader.read()) {
      if (reader === current) encode(value);
      value.close();
    }
  };
  port.onmessage = ({ data: { number, readable } }: MessageEvent<TrackStreamUpdate>) => {
    cancel();
    const reader = (current = readable?.getReader());
    const ended = (): void => {
      if (reader !== current) return;
      cancel();
      request({ type: 'stream-lost', number });
    };
    if (reader) read(reader).then(ended, ended);
  };
  request({ type: 'subscribe' });
}

/** The packets may change their rate and number of channels midway: drivers do. */
export function createPacketEncoder(format: AudioFormat, emit: (bytes: ArrayBuffer) => void): (packet: AudioData) => void {
  let chunker: Chunker | undefined;
  let rate = 0;
  let mono = new Float32Array();
  let channel = new Float32Array();

  return (packet) => {
    const { numberOfFrames, numberOfChannels, sampleRate } = packet;
    if (chunker === undefined || rate !== sampleRate) {
      rate = sampleRate;
      chunker = createChunker(rate, format, emit);
    }
    if (mono.length !== numberOfFrames) [mono, channel] = [new Float32Array(numberOfFrames), new Float32Array(numberOfFrames)];
    // Every browser converts to this format, whatever the packet's own is.
    packet.copyTo(mono, { planeIndex: 0, format: 'f32-planar' });
    for (let planeIndex = 1; planeIndex < numberOfChannels; planeIndex += 1) {
      packet.copyTo(channel, { planeIndex, format: 'f32-planar' });
      for (let index = 0; index < numberOfFrames; index += 1) mono[index] = (mono[index] ?? 0) + (channel[index] ?? 0);
    }
    if (numberOfChannels > 1) mono.forEach((sum, index) => (mono[index] = sum / numberOfChannels));
    for (let start = 0; start < numberOfFrames; start += MAX_BLOCK) chunker.push(mono.subarray(start, start + MAX_BLOCK));
  };
}
