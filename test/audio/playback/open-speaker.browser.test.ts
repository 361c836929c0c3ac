import { expect } from '@open-wc/testing';
import { createSpeakerContext } from '../../../src/audio/devices/create-speaker-context.js';
import { openSpeaker } from '../../../src/audio/playback/open-speaker.js';
import { createResampler } from '../../../src/audio/dsp/resampler.js';
import type { AudioFormat } from '../../../src/spec/audio-format.js';
import type { SpeakerMessage } from '../../../src/spec/connection.js';
import type { Speaker } from '../../../src/spec/audio-io.js';
import type { SpeakerEvent } from '../../../src/spec/voice-event.js';
import { similarity, sweep, type Tap, tapDestination, toPcm16 } from '../../rigs/sound.js';

const FORMAT = { encoding: 'pcm16', sampleRate: 24_000 } as const;

function setFormat(speaker: Speaker, format: AudioFormat = FORMAT): void {
  speaker.port.postMessage({ type: 'format', format } satisfies SpeakerMessage);
}

function say(speaker: Speaker, itemId: string, pcm: Int16Array<ArrayBuffer>): void {
  const bytes = pcm.slice().buffer;
  speaker.port.postMessage({ type: 'audio', itemId, bytes } satisfies SpeakerMessage, [bytes]);
}

async function eventsUntil(speaker: Speaker, type: SpeakerEvent['type']): Promise<SpeakerEvent[]> {
  const events: SpeakerEvent[] = [];
  for await (const event of speaker.events) {
    events.push(event);
    if (event.type === type) break;
  }
  return events;
}

describe('openSpeaker', () => {
  let life: AbortController;
  let context: AudioContext;
  let tap: Tap;
  let speaker: Speaker;

  beforeEach(async () => {
    life = new AbortController();
    context = createSpeakerContext(life.signal);
    tap = await tapDestination(context, life.signal);
    speaker = await openSpeaker({ context }, life.signal);
    setFormat(speaker);
  });

  afterEach(async () => {
    life.abort();
    while (context.state !== 'closed') await new Promise((resolve) => (context.onstatechange = resolve));
  });

  it('plays what comes over the port, sample by sample', async () => {
    const sound = sweep(FORMAT.sampleRate, 0.5);
    const pcm = toPcm16(sound);
    for (let start = 0; start < pcm.length; start += 1000) say(speaker, 'a', pcm.slice(start, start + 1000));
    speaker.port.postMessage({ type: 'item-end', itemId: 'a' } satisfies SpeakerMessage);
    const first = await tap.firstSound();
    const heard = await tap.read(Math.max(0, first - 512), context.sampleRate / 2 + 512);

    const resampler = createResampler(FORMAT.sampleRate, context.sampleRate);
    const expected = new Float32Array(resampler.maxOutput(sound.length));
    resampler.process(sound, expected);
    // The stream starts on a render quantum.
    const scores = Array.from({ length: 512 }, (_, offset) =>
      similarity(heard.subarray(offset, offset + 20_000), expected.subarray(0, 20_000)),
    );
    expect(Math.max(...scores)).to.be.above(60);

    const events = await eventsUntil(speaker, 'playback-ended');
    expect(events[0]).to.deep.equal({ type: 'playback-started', itemId: 'a' });
    expect(events.at(-1)).to.deep.equal({ type: 'playback-ended', itemId: 'a', heardMs: 500 });
    expect(events.slice(1, -1).every(({ type }) => type === 'playback-progress')).to.equal(true);
  });

  it('falls silent within 5 ms of a flush and says how much of each item was heard', async () => {
    say(speaker, 'a', toPcm16(sweep(FORMAT.sampleRate, 2)));
    say(speaker, 'b', toPcm16(sweep(FORMAT.sampleRate, 2)));
    const first = await tap.firstSound();
    await tap.read(first, 9600);
    speaker.flush();
    const events = await eventsUntil(speaker, 'playback-flushed');
    const flushed = events.at(-1);
    if (flushed?.type !== 'playback-flushed') return expect.fail('nothing was flushed');
    expect(flushed.itemId).to.equal('a');
    const silentFrom = first + (flushed.heardMs / 1000) * context.sampleRate;
    const after = await tap.read(Math.ceil(silentFrom) + 96, 9600);
    expect(Math.max(...after)).to.equal(0);
    // The sound did not stop before it, either.
    const before = await tap.read(Math.floor(silentFrom - context.sampleRate * 0.02), Math.floor(context.sampleRate * 0.014));
    expect(Math.max(...before)).to.be.above(0.3);
    expect(flushed.receivedMs).to.equal(2000);
    expect(await eventsUntil(speaker, 'playback-flushed')).to.deep.equal([
      { type: 'playback-flushed', itemId: 'b', heardMs: 0, receivedMs: 2000 },
    ]);

    say(speaker, 'a', toPcm16(sweep(FORMAT.sampleRate, 0.2)));
    say(speaker, 'c', toPcm16(sweep(FORMAT.sampleRate, 0.2)));
    expect((await eventsUntil(speaker, 'playback-started')).at(-1)).to.deep.equal({ type: 'playback-started', itemId: 'c' });
  });

  it('turns the volume and knows how loud it is', async () => {
    say(speaker, 'a', toPcm16(sweep(FORMAT.sampleRate, 3)));
    await tap.firstSound();
    const loud = async (): Promise<void> => {
      while (speaker.level() < 0.8) await new Promise(requestAnimationFrame);
    };
    await loud();
    while (!speaker.bands(5).some((band) => band > 0.5)) await new Promise(requestAnimationFrame);
    expect(speaker.bands(5)).to.have.length(5);
    speaker.setVolume(0);
    while (speaker.level() > 0.1) await new Promise(requestAnimationFrame);
    expect(Math.max(...(await tap.read(tap.end, 2400)))).to.be.below(1e-3);
  });

  for (const encoding of ['mulaw', 'alaw'] as const)
    it(`plays ${encoding}`, async () => {
      const telephone = await openSpeaker({ context }, life.signal);
      setFormat(telephone, { encoding, sampleRate: 8000 });
      const bytes = Uint8Array.from({ length: 1600 }, (_, index) => (index % 8 < 4 ? 0x90 : 0x10)).buffer;
      telephone.port.postMessage({ type: 'audio', itemId: 'm', bytes } satisfies SpeakerMessage, [bytes]);
      telephone.port.postMessage({ type: 'item-end', itemId: 'm' } satisfies SpeakerMessage);
      expect((await eventsUntil(telephone, 'playback-ended')).at(-1)).to.deep.equal({
        type: 'playback-ended',
        itemId: 'm',
        heardMs: 200,
      });
    });

  it('plays what arrived before its format, and items of a later format at their own rate', async () => {
    const late = await openSpeaker({ context }, life.signal);
    late.port.postMessage({ type: 'barge-in', mode: 'interrupt' } satisfies SpeakerMessage);
    say(late, 'a', toPcm16(sweep(FORMAT.sampleRate, 0.2)));
    setFormat(late);
    setFormat(late, { encoding: 'pcm16', sampleRate: 16_000 });
    // An item keeps the format in which it began.
    say(late, 'a', toPcm16(sweep(FORMAT.sampleRate, 0.1)));
    say(late, 'b', toPcm16(sweep(16_000, 0.2)));
    for (const itemId of ['a', 'b']) late.port.postMessage({ type: 'item-end', itemId } satisfies SpeakerMessage);
    const [a, b] = [await eventsUntil(late, 'playback-ended'), await eventsUntil(late, 'playback-ended')];
    expect(a.at(-1)).to.deep.equal({ type: 'playback-ended', itemId: 'a', heardMs: 300 });
    const end = b.at(-1);
    // The resampler adds its delay: less than 4 ms.
    expect(end?.type === 'playback-ended' && end.heardMs).to.be.within(200, 204);
  });

  it('reports once that an item drained, and continues when more of it arrives', async () => {
    say(speaker, 'a', toPcm16(sweep(FORMAT.sampleRate, 0.15)));
    const first = await eventsUntil(speaker, 'playback-drained');
    expect(first.at(-1)).to.deep.equal({ type: 'playback-drained', itemId: 'a', heardMs: 150 });
    say(speaker, 'a', toPcm16(sweep(FORMAT.sampleRate, 0.15)));
    const second = await eventsUntil(speaker, 'playback-drained');
    expect(second.map(({ type }) => type)).to.include.members(['playback-starved', 'playback-progress']);
    expect(second.at(-1)).to.deep.equal({ type: 'playback-drained', itemId: 'a', heardMs: 300 });
    speaker.port.postMessage({ type: 'item-end', itemId: 'a' } satisfies SpeakerMessage);
    const third = await eventsUntil(speaker, 'playback-ended');
    expect(third).to.deep.equal([{ type: 'playback-ended', itemId: 'a', heardMs: 300 }]);
  });

  it('chooses an output where the browser can, and says so where it cannot', async () => {
    const calls = countSinkCalls(life.signal);
    await openSpeaker({ context }, life.signal);
    await speaker.setDevice(undefined);
    // Permissions policy may forbid even the call for the default device.
    expect(calls()).to.equal(0);
    const code = await speaker.setDevice('nowhere').then(
      () => 'none',
      ({ code }: { code: string }) => code,
    );
    expect(code).to.equal('setSinkId' in context ? 'speaker-missing' : 'speaker-unsupported');
  });
});

// Elsewhere the system alone decides where a page plays.
if ('setSinkId' in AudioContext.prototype)
  describe('an output device that was chosen', () => {
    it('gives way to the default one when it is lost, and plays again when it is back', async () => {
      const life = new AbortController();
      const context = createSpeakerContext(life.signal);
      const sink = (): unknown => ('sinkId' in context ? context.sinkId : undefined);
      const devices = await grantedDevices();
      const [chosen] = devices.filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== 'default');
      if (!chosen) return expect.fail('Chromium has no fake output');
      const plug = plugBoard(devices, life.signal);
      const speaker = await openSpeaker({ context, deviceId: chosen.deviceId }, life.signal);
      setFormat(speaker);
      expect(sink()).to.equal(chosen.deviceId);
      say(speaker, 'a', toPcm16(sweep(FORMAT.sampleRate, 5)));
      await eventsUntil(speaker, 'playback-started');

      // One plug is announced more than once; and Chromium stops a context whose device was lost.
      plug(devices.filter((device) => device !== chosen));
      plug(devices.filter((device) => device !== chosen));
      void context.suspend();
      expect((await eventsUntil(speaker, 'speaker-changed')).at(-1)).to.deep.equal({
        type: 'speaker-changed',
        missing: chosen.deviceId,
      });
      expect(sink()).to.equal('');
      await eventsUntil(speaker, 'playback-progress');

      plug(devices);
      const events = await eventsUntil(speaker, 'speaker-changed');
      expect(events.at(-1)).to.deep.equal({ type: 'speaker-changed', deviceId: chosen.deviceId });
      expect(sink()).to.equal(chosen.deviceId);
      await eventsUntil(speaker, 'playback-progress');

      // Who chooses the default in time is not brought back.
      await speaker.setDevice(undefined);
      expect(sink()).to.equal('');
      plug(devices.filter((device) => device !== chosen));
      plug(devices);
      await eventsUntil(speaker, 'playback-progress');
      expect(sink()).to.equal('');
      life.abort();
      while (context.state !== 'closed') await new Promise((resolve) => (context.onstatechange = resolve));
    });

    it('is not the one of the conversation before, where none is chosen any more', async () => {
      const life = new AbortController();
      const context = createSpeakerContext(life.signal);
      const [chosen] = (await grantedDevices()).filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== 'default');
      const first = new AbortController();
      await openSpeaker({ context, deviceId: chosen?.deviceId }, first.signal);
      first.abort();
      await openSpeaker({ context }, life.signal);
      expect('sinkId' in context && context.sinkId).to.equal('');
      life.abort();
      while (context.state !== 'closed') await new Promise((resolve) => (context.onstatechange = resolve));
    });
  });

/** Counts the calls of `setSinkId` until `signal` aborts. */
function countSinkCalls(signal: AbortSignal): () => number {
  const prototype = AudioContext.prototype as unknown as Record<'setSinkId', unknown>;
  const original = prototype.setSinkId;
  let calls = 0;
  if (typeof original !== 'function') return () => calls;
  prototype.setSinkId = function (this: AudioContext, ...parameters: unknown[]): unknown {
    calls += 1;
    return Reflect.apply(original, this, parameters) as unknown;
  };
  signal.addEventListener('abort', () => (prototype.setSinkId = original));
  return () => calls;
}

/** Browsers name devices once the microphone was allowed. */
async function grantedDevices(): Promise<readonly MediaDeviceInfo[]> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  stream.getTracks().forEach((track) => track.stop());
  return navigator.mediaDevices.enumerateDevices();
}

/** Lets a test plug devices in and out, as far as a page can see, until `signal` aborts. */
function plugBoard(devices: readonly MediaDeviceInfo[], signal: AbortSignal): (now: readonly MediaDeviceInfo[]) => void {
  const { mediaDevices } = navigator;
  let plugged = devices;
  mediaDevices.enumerateDevices = () => Promise.resolve([...plugged]);
  signal.addEventListener('abort', () => Reflect.deleteProperty(mediaDevices, 'enumerateDevices'));
  return (now) => {
    plugged = now;
    mediaDevices.dispatchEvent(new Event('devicechange'));
  };
}

describe('the sound of an element', () => {
  it('leaves nothing behind at whatever moment it is ended', async () => {
    for (let steps = 0; steps < 12; steps += 1) {
      const life = new AbortController();
      const context = createSpeakerContext(life.signal);
      const opening = openSpeaker({ context, deviceId: 'nowhere' }, life.signal);
      const outcome = opening.then(
        () => 'opened',
        ({ name }: Error) => name,
      );
      for (let step = 0; step < steps; step += 1) await Promise.resolve();
      if (steps > 10) await outcome;
      life.abort();
      expect(await outcome).to.equal(steps > 10 ? 'opened' : 'AbortError');
      while (context.state !== 'closed') await new Promise((resolve) => (context.onstatechange = resolve));
    }
  });

  it('opens and closes twenty times', async () => {
    for (let round = 0; round < 20; round += 1) {
      const life = new AbortController();
      const context = createSpeakerContext(life.signal);
      const speaker = await openSpeaker({ context }, life.signal);
      setFormat(speaker);
      say(speaker, 'a', toPcm16(sweep(FORMAT.sampleRate, 0.1)));
      if (round % 2 === 0) await eventsUntil(speaker, 'playback-started');
      life.abort();
      while (context.state !== 'closed') await new Promise((resolve) => (context.onstatechange = resolve));
    }
  });
});
