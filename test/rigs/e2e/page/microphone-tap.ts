import { createRecording, earliest, type RecordingData } from './recording.js';

/** Chromium's, as far as the tap needs it. */
interface TrackProcessor {
  readonly readable: ReadableStream<SoundOfTrack>;
}
interface SoundOfTrack {
  readonly sampleRate: number;
  readonly numberOfFrames: number;
  copyTo(target: Float32Array, options: { planeIndex: number; format: 'f32-planar' }): void;
  close(): void;
}
declare const MediaStreamTrackProcessor: new (options: { track: MediaStreamTrack; maxBufferSize: number }) => TrackProcessor;

export interface MicrophoneTap {
  /** What the latest microphone gave to the page, before the page did anything with it. */
  data(): RecordingData;
  /** Settles once the latest microphone has given so much sound. */
  reached(ms: number): Promise<void>;
}

/** Reads along with every microphone that the page is given. A second reader of a track neither holds nor changes it. */
export function tapMicrophones(): MicrophoneTap {
  const devices = MediaDevices.prototype;
  const { getUserMedia } = devices as {
    getUserMedia: (this: MediaDevices, constraints?: MediaStreamConstraints) => Promise<MediaStream>;
  };
  let recording = createRecording(() => 1, earliest);

  const listen = async (track: MediaStreamTrack): Promise<void> => {
    let rate = 1;
    let heard = 0;
    const own = createRecording(() => rate, earliest);
    recording = own;
    const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 1000 }).readable.getReader();
    for (let { done, value } = await reader.read(); !done && value; { done, value } = await reader.read()) {
      const samples = new Float32Array(value.numberOfFrames);
      value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      rate = value.sampleRate;
      value.close();
      own.add(samples, (heard += samples.length), performance.now());
    }
  };

  devices.getUserMedia = async function tapped(this: MediaDevices, constraints) {
    const stream = await getUserMedia.call(this, constraints);
    for (const track of stream.getAudioTracks()) void listen(track);
    return stream;
  };
  return { data: () => recording.data(), reached: (ms) => recording.reached(ms) };
}
