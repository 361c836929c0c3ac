import { findBursts } from './bursts.js';
import type { HeardBurst } from './stage.js';

/** Chromium's, as far as it is needed here. */
declare const MediaStreamTrackProcessor: new (options: { track: MediaStreamTrack; maxBufferSize: number }) => {
  readonly readable: ReadableStream<AudioData>;
};

/** Milliseconds of sound that may wait for a thread that gets no time: all of them. */
const WAITING_PACKETS = 1000;

/** Reads a track on a thread of its own, whatever the page is busy with, and notes when each packet came. */
const READER = `
const packets = [];
let frames = 0, rate = 1, wanted = Infinity;
const tell = () => {
  if (frames / rate * 1000 < wanted) return;
  wanted = Infinity;
  postMessage({ rate, packets });
};
const read = async (reader) => {
  for (let { value } = await reader.read(); value; { value } = await reader.read()) {
    const at = performance.timeOrigin + performance.now();
    const samples = new Float32Array(value.numberOfFrames);
    value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
    rate = value.sampleRate;
    value.close();
    frames += samples.length;
    packets.push({ at, samples });
    tell();
  }
};
onmessage = ({ data }) => {
  if (data.readable) return void read(data.readable.getReader());
  wanted = data.wanted;
  tell();
};
`;

interface Reading {
  readonly rate: number;
  readonly packets: readonly { readonly at: number; readonly samples: Float32Array }[];
}

/** When the sample before the first one passed the track, by the packets from each one on; of the page's clock. */
function originsOf({ rate, packets }: Reading): readonly number[] {
  let frames = packets.reduce((sum, { samples }) => sum + samples.length, 0);
  let earliest = Infinity;
  // Whatever delays a packet on its way here makes its origin late; a device that loses time makes all that follow late.
  return packets
    .toReversed()
    .map(({ at, samples }) => {
      earliest = Math.min(earliest, at - performance.timeOrigin - (frames / rate) * 1000);
      frames -= samples.length;
      return earliest;
    })
    .toReversed();
}

function timeBursts(reading: Reading): readonly HeardBurst[] {
  const { rate, packets } = reading;
  const origins = originsOf(reading);
  const whole = new Float32Array(packets.reduce((sum, { samples }) => sum + samples.length, 0));
  const ends = packets.reduce<number[]>((before, { samples }) => {
    const begin = before.at(-1) ?? 0;
    whole.set(samples, begin);
    before.push(begin + samples.length);
    return before;
  }, []);
  return findBursts(whole, rate).map(({ pitch, index }) => {
    const origin = origins[ends.findIndex((end) => index < end)] ?? NaN;
    return { pitch, atMs: origin + (index / rate) * 1000 };
  });
}

/** What the latest microphone of this page gives, before anybody does anything with it. */
export interface TrackTimes {
  /** Every burst of the first `ms`, once they have passed. */
  until(ms: number): Promise<readonly HeardBurst[]>;
}

/** From now on, every microphone that this page is given is read along with; that changes nothing for other readers. */
export function timeTracks(): TrackTimes {
  const address = URL.createObjectURL(new Blob([READER], { type: 'text/javascript' }));
  const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  let worker: Worker | undefined;
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await original(constraints);
    const [track] = stream.getAudioTracks();
    if (!track) return stream;
    worker?.terminate();
    worker = new Worker(address);
    const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: WAITING_PACKETS });
    worker.postMessage({ readable }, [readable]);
    return stream;
  };
  return {
    until: (wanted) =>
      new Promise((resolve, reject) => {
        if (!worker) return reject(new Error('No microphone was opened'));
        worker.onmessage = ({ data }: MessageEvent<Reading>) => resolve(timeBursts(data));
        worker.postMessage({ wanted });
      }),
  };
}
