import { expect } from '@open-wc/testing';
import { captureTracks, createPacketEncoder } from '../../../src/audio/capture/capture-tracks.js';
import { createSpeakerContext } from '../../../src/audio/devices/create-speaker-context.js';
import { openMicrophone, type MicrophoneOptions } from '../../../src/audio/capture/open-microphone.js';
import type { TrackStreamUpdate } from '../../../src/audio/capture/track-stream.messages.js';
import type { CapturedAudio } from '../../../src/spec/connection.js';
import { HAS_TRACKS, makeTracksBreakable } from '../../rigs/breakable-tracks.js';
import { createSignalStream, sweep } from '../../rigs/sound.js';

const FORMAT = { encoding: 'pcm16', sampleRate: 24_000 } as const;
const HERTZ = 440;
const AMPLITUDE = 0.5;

interface PacketOptions {
  readonly format?: AudioSampleFormat;
  readonly channels?: number;
  readonly sampleRate?: number;
  readonly frames?: number;
  /** Of the first frame in the tone. */
  readonly at?: number;
}

const FULL_SCALE: Readonly<Record<string, number>> = { u8: 128, s16: 32_768, s32: 2_147_483_648, f32: 1 };
const ARRAYS = { u8: Uint8Array, s16: Int16Array, s32: Int32Array, f32: Float32Array } as const;

/** A packet as browsers give them. With two channels the tone is on the first alone. */
function packet({ format = 'f32', channels = 1, sampleRate = 48_000, frames = 480, at = 0 }: PacketOptions): AudioData {
  const kind = format.replace('-planar', '') as keyof typeof ARRAYS;
  const data = new ARRAYS[kind](frames * channels);
  const quiet = kind === 'u8' ? 128 : 0;
  data.fill(quiet);
  for (let frame = 0; frame < frames; frame += 1) {
    const sample = AMPLITUDE * channels * Math.sin((2 * Math.PI * HERTZ * (at + frame)) / sampleRate);
    data[format.endsWith('planar') ? frame : frame * channels] =
      quiet + Math.round(sample * (FULL_SCALE[kind] ?? 1) * 2 ** 20) / 2 ** 20;
  }
  return new AudioData({ format, sampleRate, numberOfFrames: frames, numberOfChannels: channels, timestamp: 0, data });
}

/** What 200 ms of such packets become. */
function hearAll(options: PacketOptions): Float32Array {
  const samples: number[] = [];
  const hear = createPacketEncoder(FORMAT, (bytes) => samples.push(...new Int16Array(bytes)));
  const { sampleRate = 48_000, frames = 480 } = options;
  for (let at = 0; at < sampleRate / 5; at += frames) hear(packet({ ...options, at }));
  return Float32Array.from(samples, (sample) => sample / 32_768);
}

function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

describe('a microphone', () => {
  it('offers its tracks to other threads where the browser can, and elsewhere only its worklet', async () => {
    const life = new AbortController();
    const context = createSpeakerContext(life.signal);
    const { stream } = new MediaStreamAudioDestinationNode(context);
    const { tracks } = await openMicrophone({ context, request: () => Promise.resolve(stream) }, life.signal);
    expect(tracks !== undefined).to.equal(HAS_TRACKS);
    life.abort();
    while (context.state !== 'closed') await new Promise((resolve) => (context.onstatechange = resolve));
  });
});

if (HAS_TRACKS)
  describe('what a thread hears by itself', () => {
    for (const format of ['u8', 's16', 's32', 'f32', 'u8-planar', 's16-planar', 's32-planar', 'f32-planar'] as const)
      for (const channels of [1, 2])
        it(`is the same in ${format}, of ${channels} channel(s)`, () => {
          const heard = hearAll({ format, channels });
          expect(heard.length).to.equal(4800);
          expect(rms(heard.subarray(240))).to.be.closeTo(AMPLITUDE / Math.SQRT2, 0.01);
        });

    it('is 10 ms a chunk at any rate and from packets of any length, however long', () => {
      for (const [sampleRate, frames] of [
        [44_100, 441],
        [16_000, 128],
        [96_000, 9600],
      ] as const) {
        const heard = hearAll({ sampleRate, frames });
        expect(heard.length % 240).to.equal(0);
        expect(heard.length).to.be.within(4320, 4800);
      }
    });

    it('goes on when the device changes its rate', () => {
      const chunks: number[] = [];
      const hear = createPacketEncoder(FORMAT, (bytes) => chunks.push(rms(Float32Array.from(new Int16Array(bytes)))));
      for (const sampleRate of [48_000, 16_000, 44_100])
        for (let count = 0; count < 10; count += 1)
          hear(packet({ sampleRate, frames: sampleRate / 100, at: (count * sampleRate) / 100 }));
      expect(chunks.length).to.equal(30);
      expect(Math.min(...chunks)).to.be.above(8000);
    });

    it('is let go: every packet is closed, also those of a microphone that is not in use any more', async () => {
      const { close } = AudioData.prototype;
      let closed = 0;
      AudioData.prototype.close = function () {
        closed += 1;
        close.call(this);
      };
      const { port1, port2 } = new MessageChannel();
      let chunks = 0;
      captureTracks(port2, FORMAT, () => (chunks += 1));
      await new Promise((resolve) => (port1.onmessage = resolve));
      const cancelled: unknown[] = [];
      const enqueue: ((data: AudioData) => void)[] = [];
      const use = (): void => {
        const at = enqueue.length;
        const readable = new ReadableStream<AudioData>({
          start: (controller) => void enqueue.push((data) => controller.enqueue(data)),
          cancel: () => void cancelled.push(at),
        });
        port1.postMessage({ number: at, readable } satisfies TrackStreamUpdate, [readable]);
      };
      try {
        use();
        for (let count = 0; count < 3; count += 1) enqueue[0]?.(packet({}));
        while (chunks < 3) await new Promise(requestAnimationFrame);
        use();
        while (cancelled.length < 1) await new Promise(requestAnimationFrame);
        for (let count = 0; count < 2; count += 1) enqueue[1]?.(packet({}));
        while (chunks < 5) await new Promise(requestAnimationFrame);
        port1.postMessage({ number: 2 } satisfies TrackStreamUpdate);
        while (cancelled.length < 2) await new Promise(requestAnimationFrame);
        expect(cancelled).to.deep.equal([0, 1]);
        expect(closed).to.be.at.least(5);
      } finally {
        AudioData.prototype.close = close;
        port1.close();
      }
    });
  });

if (HAS_TRACKS)
  describe('a microphone whose tracks another thread reads', () => {
    let life: AbortController;
    let context: AudioContext;
    let options: Pick<MicrophoneOptions, 'context'>;
    let heard: number[];
    let fromPort: number;

    beforeEach(() => {
      life = new AbortController();
      context = createSpeakerContext(life.signal);
      options = { context };
      heard = [];
      fromPort = 0;
    });

    afterEach(async () => {
      life.abort();
      while (context.state !== 'closed') await new Promise((resolve) => (context.onstatechange = resolve));
    });

    const untilHeard = async (chunks: number): Promise<void> => {
      for (const from = heard.length; heard.length < from + chunks;) await new Promise(requestAnimationFrame);
    };

    async function open(request: NonNullable<MicrophoneOptions['request']>): ReturnType<typeof openMicrophone> {
      const microphone = await openMicrophone({ ...options, request }, life.signal);
      microphone.setFormat(FORMAT);
      microphone.port.onmessage = ({ data }: MessageEvent<CapturedAudio>) => {
        if (data.type === 'chunk') fromPort += 1;
      };
      while (fromPort < 2) await new Promise(requestAnimationFrame);
      const tracks = microphone.tracks ?? expect.fail('no tracks');
      captureTracks(tracks, FORMAT, (bytes) => heard.push(rms(Float32Array.from(new Int16Array(bytes)))));
      await untilHeard(3);
      return microphone;
    }

    it('sends nothing from the worklet any more', async () => {
      const { stream } = createSignalStream(context, sweep(context.sampleRate, 1));
      await open(() => Promise.resolve(stream));
      // What was on its way may still come.
      for (let before = -1; before !== fromPort;) {
        before = fromPort;
        await untilHeard(20);
      }
    });

    it('gives nothing while muted, and goes on after that', async () => {
      const { stream } = createSignalStream(context, sweep(context.sampleRate, 1));
      const microphone = await open(() => Promise.resolve(stream));
      microphone.setMuted(true);
      for (let before = -1; before !== heard.length;) {
        before = heard.length;
        const from = context.currentTime;
        while (context.currentTime < from + 0.3) await new Promise(requestAnimationFrame);
      }
      microphone.setMuted(false);
      await untilHeard(3);
    });

    for (const how of ['end', 'fail'] as const)
      it(`is heard by its worklet when the stream should ${how}, until there is another one`, async () => {
        const stream = makeTracksBreakable(life.signal);
        const devices = [0, 1].map(() => createSignalStream(context, sweep(context.sampleRate, 1)).stream);
        let asked = 0;
        const microphone = await open(() => Promise.resolve(devices[asked++] ?? expect.fail('asked too often')));
        const quiet = fromPort;
        stream[how]();
        while (fromPort < quiet + 10) await new Promise(requestAnimationFrame);
        expect(devices[0]?.getAudioTracks()[0]?.readyState).to.equal('live');
        const before = heard.length;
        while (fromPort < quiet + 20) await new Promise(requestAnimationFrame);
        expect(heard.length).to.equal(before);

        await microphone.setDevice('other');
        await untilHeard(10);
        const then = fromPort;
        await untilHeard(20);
        expect(fromPort).to.equal(then);
      });

    it('is heard by its worklet when the other thread cannot read what comes', async () => {
      const { copyTo } = AudioData.prototype;
      const { stream } = createSignalStream(context, sweep(context.sampleRate, 1));
      await open(() => Promise.resolve(stream));
      const quiet = fromPort;
      AudioData.prototype.copyTo = () => expect.fail('unreadable');
      try {
        while (fromPort < quiet + 10) await new Promise(requestAnimationFrame);
      } finally {
        AudioData.prototype.copyTo = copyTo;
      }
    });

    it('survives that its sound is wanted of a track that has ended', async () => {
      const { stream } = createSignalStream(context, sweep(context.sampleRate, 1));
      const microphone = await open(() => Promise.resolve(stream));
      for (const track of stream.getTracks()) track.stop();
      microphone.setMuted(true);
      microphone.setMuted(false);
      const quiet = fromPort;
      while (fromPort < quiet + 10) await new Promise(requestAnimationFrame);
    });

    it('follows to another device, and stops the one before', async () => {
      const signals = [0, 1].map(() => createSignalStream(context, sweep(context.sampleRate, 2)));
      let asked = 0;
      const microphone = await open(() => Promise.resolve(signals[asked++]?.stream ?? expect.fail('asked too often')));
      expect(Math.max(...heard)).to.equal(0);
      await microphone.setDevice('other');
      signals[1]?.play();
      while (Math.max(...heard) < 8000) await new Promise(requestAnimationFrame);
      expect(signals.map(({ stream }) => stream.getAudioTracks()[0]?.readyState)).to.deep.equal(['ended', 'live']);
    });
  });
