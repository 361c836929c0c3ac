import { expect } from '@open-wc/testing';
import { createSpeakerContext } from '../../../src/audio/devices/create-speaker-context.js';
import { openMicrophone, type MicrophoneOptions } from '../../../src/audio/capture/open-microphone.js';
import { openSpeaker } from '../../../src/audio/playback/open-speaker.js';
import { createResampler } from '../../../src/audio/dsp/resampler.js';
import type { AgentError } from '../../../src/spec/agent-error.js';
import type { CapturedAudio, SpeakerMessage } from '../../../src/spec/connection.js';
import { align, createSignalStream, similarity, sweep, tapDestination, toPcm16 } from '../../rigs/sound.js';

const FORMAT = { encoding: 'pcm16', sampleRate: 24_000 } as const;

/** Seconds into the signal, and how long each of them is. */
const STRETCHES = [0.05, 0.2, 0.35, 0.5, 0.65];
const STRETCH_SAMPLES = 2400;

/** So many times 20 ms, from the first on that is louder than `least`. */
async function chunks(port: MessagePort, count: number, least = -1): Promise<Float32Array> {
  const samples: number[] = [];
  await new Promise<void>((resolve) => {
    port.onmessage = ({ data }: MessageEvent<CapturedAudio>) => {
      const chunk = new Int16Array(data.bytes);
      if (samples.length === 0 && Math.max(...chunk) <= least * 32_768) return;
      samples.push(...chunk);
      if (samples.length >= count * 480) resolve();
    };
  });
  return Float32Array.from(samples, (sample) => sample / 32_768);
}

/** A promise's rejection. */
async function refusal(promise: Promise<unknown>): Promise<AgentError> {
  return promise.then(
    () => expect.fail('nothing was refused'),
    (thrown: AgentError) => thrown,
  );
}

describe('openMicrophone', () => {
  let life: AbortController;
  let context: AudioContext;
  let options: Pick<MicrophoneOptions, 'context'>;

  beforeEach(() => {
    life = new AbortController();
    context = createSpeakerContext(life.signal);
    options = { context };
  });

  afterEach(async () => {
    life.abort();
    while (context.state !== 'closed') await new Promise((resolve) => (context.onstatechange = resolve));
  });

  async function open(...[request, signal]: Parameters<typeof openMicrophone>): ReturnType<typeof openMicrophone> {
    const microphone = await openMicrophone(request, signal);
    microphone.setFormat(FORMAT);
    return microphone;
  }

  /** The signal at the wire's rate, when it begins `delay` frames late. */
  function resample(signal: Float32Array, delay: number): Float32Array {
    const resampler = createResampler(context.sampleRate, FORMAT.sampleRate);
    const late = new Float32Array(signal.length + delay);
    late.set(signal, delay);
    const out = new Float32Array(resampler.maxOutput(late.length));
    resampler.process(late, out);
    return out;
  }

  it('sends what the microphone hears at the wire’s rate', async () => {
    const signal = sweep(context.sampleRate, 1);
    const { stream, play } = createSignalStream(context, signal);
    const microphone = await open({ ...options, request: () => Promise.resolve(stream) }, life.signal);
    await chunks(microphone.port, 1);
    play();
    const heard = await chunks(microphone.port, 50, 0.001);

    // The signal began on any frame of the context, between two samples of the wire.
    const expected = Array.from({ length: 160 }, (_, delay) => resample(signal, delay));
    // A machine that is too busy loses some of it: one stretch without a gap shows that nothing else changes it.
    const scores = STRETCHES.map((seconds) => {
      const from = Math.round(seconds * FORMAT.sampleRate);
      const start = align(heard, resample(signal, 0).subarray(from, from + STRETCH_SAMPLES));
      const stretch = heard.subarray(start, start + STRETCH_SAMPLES);
      const fits = expected.flatMap((whole, delay) => {
        const origin = from + Math.round((delay * FORMAT.sampleRate) / context.sampleRate);
        return [-1, 0, 1].map((shift) => similarity(stretch, whole.subarray(origin + shift, origin + shift + STRETCH_SAMPLES)));
      });
      return Math.max(...fits);
    });
    expect(Math.max(...scores)).to.be.above(50);
  });

  it('hears a real microphone', async () => {
    const microphone = await open(options, life.signal);
    // Some of them are silent for a second now and then.
    await chunks(microphone.port, 1, 0.001);
    const types: string[] = [];
    for await (const event of microphone.events) {
      types.push(event.type);
      if (event.type !== 'devices-changed') continue;
      const inputs = event.devices.filter(({ kind }) => kind === 'audioinput');
      expect(inputs.every(({ deviceId, label }) => deviceId !== '' && label !== '')).to.equal(true);
      expect(inputs).not.to.have.length(0);
      break;
    }
    expect(types).to.deep.equal(['microphone-opened', 'devices-changed']);
  });

  it('makes the agent yield as soon as the person speaks over it, without a word from the provider', async () => {
    const tap = await tapDestination(context, life.signal);
    const speaker = await openSpeaker({ context }, life.signal);
    speaker.port.postMessage({ type: 'format', format: FORMAT } satisfies SpeakerMessage);
    const { stream, play } = createSignalStream(context, sweep(context.sampleRate, 1));
    await openMicrophone({ ...options, request: () => Promise.resolve(stream) }, life.signal);
    speaker.port.postMessage({ type: 'barge-in', mode: 'duck' } satisfies SpeakerMessage);
    const bytes = toPcm16(sweep(FORMAT.sampleRate, 10)).buffer;
    speaker.port.postMessage({ type: 'audio', itemId: 'a', bytes } satisfies SpeakerMessage, [bytes]);
    const first = await tap.firstSound();
    expect(Math.max(...(await tap.read(first + 24_000, 2400)))).to.be.above(0.4);
    play();
    const loudest = async (): Promise<number> => Math.max(...(await tap.read(tap.end, 2400)));
    let now = await loudest();
    while (now > 0.15) now = await loudest();
    expect(now).to.be.above(0.1);
    while (now < 0.4) now = await loudest();
  });

  it('sends nothing while muted', async () => {
    const { stream } = createSignalStream(context, sweep(context.sampleRate, 1));
    const microphone = await open({ ...options, request: () => Promise.resolve(stream) }, life.signal);
    await chunks(microphone.port, 5);
    microphone.setMuted(true);
    expect(stream.getAudioTracks()[0]?.enabled).to.equal(false);
    // What was on its way may still come; after that the context's clock runs and nothing does.
    let sent = 0;
    microphone.port.onmessage = () => (sent += 1);
    for (let before = -1; before !== sent;) {
      before = sent;
      const from = context.currentTime;
      while (context.currentTime < from + 0.3) await new Promise(requestAnimationFrame);
    }
    microphone.setMuted(false);
    expect(stream.getAudioTracks()[0]?.enabled).to.equal(true);
    await chunks(microphone.port, 2);
  });

  it('changes the device while it sends, and stops the one before', async () => {
    const streams = [0, 1].map(() => createSignalStream(context, sweep(context.sampleRate, 1)).stream);
    const asked: (ConstrainDOMString | undefined)[] = [];
    const request: MicrophoneOptions['request'] = ({ audio }) => {
      if (typeof audio === 'object') asked.push(audio.deviceId);
      return Promise.resolve(streams[asked.length - 1] ?? expect.fail('asked too often'));
    };
    const microphone = await open({ ...options, request }, life.signal);
    await microphone.setDevice('other');
    await chunks(microphone.port, 5);
    expect(asked).to.deep.equal([undefined, { exact: 'other' }]);
    expect(streams.map((stream) => stream.getAudioTracks()[0]?.readyState)).to.deep.equal(['ended', 'live']);
    const types: string[] = [];
    for await (const { type } of microphone.events) if (type !== 'devices-changed' && types.push(type) === 2) break;
    expect(types).to.deep.equal(['microphone-opened', 'microphone-changed']);
  });

  it('keeps the device in use when another one cannot be had', async () => {
    const { stream } = createSignalStream(context, sweep(context.sampleRate, 1));
    let grant = true;
    const request = () => (grant ? Promise.resolve(stream) : Promise.reject(new DOMException('', 'NotReadableError')));
    const microphone = await open({ ...options, request }, life.signal);
    grant = false;
    expect((await refusal(microphone.setDevice('other'))).code).to.equal('microphone-busy');
    expect(stream.getAudioTracks()[0]?.readyState).to.equal('live');
    await chunks(microphone.port, 5);
  });

  it('takes the default device in place of a chosen one that is not there, and says so', async () => {
    const { stream } = createSignalStream(context, sweep(context.sampleRate, 1));
    const request = ({ audio }: MediaStreamConstraints) =>
      typeof audio === 'object' && audio.deviceId !== undefined
        ? Promise.reject(new DOMException('', 'OverconstrainedError'))
        : Promise.resolve(stream);
    const microphone = await open({ ...options, deviceId: 'gone', request }, life.signal);
    await chunks(microphone.port, 1);
    for await (const event of microphone.events) {
      expect(event.type === 'microphone-opened' && event.missing).to.equal('gone');
      break;
    }
    expect((await refusal(microphone.setDevice('nowhere'))).code).to.equal('microphone-unknown');
  });

  it('captures nothing before its format is set, and changes it midway', async () => {
    const { stream } = createSignalStream(context, sweep(context.sampleRate, 1));
    const microphone = await openMicrophone({ ...options, request: () => Promise.resolve(stream) }, life.signal);
    let captured = 0;
    microphone.port.onmessage = () => (captured += 1);
    const from = context.currentTime;
    while (context.currentTime < from + 0.2) await new Promise(requestAnimationFrame);
    expect(captured).to.equal(0);
    const bytesOf = (length: number): Promise<void> =>
      new Promise((resolve) => {
        microphone.port.onmessage = ({ data }: MessageEvent<CapturedAudio>) => {
          if (data.bytes.byteLength === length) resolve();
        };
      });
    microphone.setFormat({ encoding: 'alaw', sampleRate: 8000 });
    await bytesOf(80);
    microphone.setFormat({ encoding: 'pcm16', sampleRate: 16_000 });
    await bytesOf(320);
  });

  it('reports that the system silenced the microphone, and not its own mute', async () => {
    const { stream } = createSignalStream(context, sweep(context.sampleRate, 1));
    const [track] = stream.getAudioTracks();
    if (!track) return expect.fail('no track');
    // Firefox delivers no event of a page's own to a track, so this target stands in for the system.
    const system = new EventTarget();
    const addNative = track.addEventListener.bind(track);
    track.addEventListener = (type: string, ...listener: [EventListener, AddEventListenerOptions]) =>
      (type.endsWith('mute') ? system.addEventListener.bind(system) : addNative)(type, ...listener);
    const microphone = await open({ ...options, request: () => Promise.resolve(stream) }, life.signal);
    microphone.setMuted(true);
    microphone.setMuted(false);
    for (const muted of [true, false]) {
      Object.defineProperty(track, 'muted', { value: muted, configurable: true });
      system.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
    }
    const silenced: boolean[] = [];
    for await (const event of microphone.events)
      if (event.type === 'microphone-silenced' && silenced.push(event.silenced) === 2) break;
    expect(silenced).to.deep.equal([true, false]);
  });

  it('says that there is no microphone', async () => {
    const request = () => Promise.reject(new DOMException('', 'NotFoundError'));
    expect((await refusal(openMicrophone({ ...options, request }, life.signal))).code).to.equal('microphone-missing');
  });

  it('gives a microphone back at once that is granted after the end', async () => {
    const { stream } = createSignalStream(context, sweep(context.sampleRate, 1));
    let grant = (_stream: MediaStream): void => undefined;
    const ending = new AbortController();
    const opening = openMicrophone({ ...options, request: () => new Promise((resolve) => (grant = resolve)) }, ending.signal);
    ending.abort();
    expect((await refusal(opening)).name).to.equal('AbortError');
    grant(stream);
    await Promise.resolve();
    expect(stream.getAudioTracks()[0]?.readyState).to.equal('ended');
  });

  it('gives the microphone back when the worklet is refused', async () => {
    const { stream } = createSignalStream(context, sweep(context.sampleRate, 1));
    context.audioWorklet.addModule = () => Promise.reject(new DOMException('', 'AbortError'));
    const refused = await refusal(openMicrophone({ ...options, request: () => Promise.resolve(stream) }, life.signal));
    expect(refused.code).to.equal('worklet-blocked');
    expect(refused.message).to.include('script-src');
    expect(stream.getAudioTracks()[0]?.readyState).to.equal('ended');
  });
});
