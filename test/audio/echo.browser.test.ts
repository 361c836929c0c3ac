import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import { createSpeakerContext } from '../../src/audio/devices/create-speaker-context.js';
import { openCapture } from '../../src/audio/capture/open-capture.js';
import { openSpeaker } from '../../src/audio/playback/open-speaker.js';
import { pcm16ToFloat } from '../../src/audio/dsp/pcm16.js';
import { createResampler } from '../../src/audio/dsp/resampler.js';
import { decodeBase64 } from '../../src/lib/base64.js';
import type { SpeakerMessage } from '../../src/spec/connection.js';
import type { Saying } from '../rigs/commands/speech.js';
import { align, tapDestination } from '../rigs/sound.js';

const FORMAT = { encoding: 'pcm16', sampleRate: 24_000 } as const;
const ECHO_DECIBELS = -20;
const WINDOW_SECONDS = 0.02;

/** Speech, as the wire brings it and as a context of this rate plays it. */
async function say(saying: Saying, rate: number): Promise<{ bytes: ArrayBuffer; samples: Float32Array<ArrayBuffer> }> {
  const bytes = decodeBase64(await executeServerCommand<string, Saying>('say', saying));
  const pcm = new Int16Array(bytes.buffer);
  const input = new Float32Array(pcm.length);
  pcm16ToFloat(pcm, pcm.length, input);
  const resampler = createResampler(FORMAT.sampleRate, rate);
  const output = new Float32Array(resampler.maxOutput(input.length));
  return { bytes: bytes.buffer, samples: output.slice(0, resampler.process(input, output)) };
}

function sourceOf(context: BaseAudioContext, samples: Float32Array<ArrayBuffer>): AudioBufferSourceNode {
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: context.sampleRate });
  buffer.copyToChannel(samples, 0);
  return new AudioBufferSourceNode(context, { buffer });
}

/** A loudspeaker, a desk and a wall: each late by its own time, and none of them even. */
function echo(from: AudioNode, into: AudioNode, gain: number): void {
  const { context } = from;
  const loudness = new GainNode(context, { gain });
  loudness.connect(into);
  const paths = [
    { delayTime: 0.03, type: 'peaking', frequency: 1200, gain: 8 },
    { delayTime: 0.07, type: 'lowpass', frequency: 2500 },
    { delayTime: 0.12, type: 'highpass', frequency: 400 },
  ] as const;
  for (const { delayTime, ...colour } of paths)
    from.connect(new DelayNode(context, { delayTime })).connect(new BiquadFilterNode(context, colour)).connect(loudness);
}

const rms = (samples: Float32Array): number => Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);

/** The gain that puts the echo of this speech so many decibels below it. */
async function echoGain(samples: Float32Array<ArrayBuffer>, sampleRate: number, decibels: number): Promise<number> {
  const offline = new OfflineAudioContext({ length: samples.length, sampleRate });
  const source = sourceOf(offline, samples);
  echo(source, offline.destination, 1);
  source.start();
  const rendered = await offline.startRendering();
  return (10 ** (decibels / 20) * rms(samples)) / rms(rendered.getChannelData(0));
}

describe('the agent’s own echo', () => {
  it('at -20 dB does not duck the agent; a person does, and no audio is lost', async () => {
    const life = new AbortController();
    const context = createSpeakerContext(life.signal);
    const { sampleRate } = context;
    const tap = await tapDestination(context, life.signal);
    const [agent, person] = await Promise.all([
      say(
        { text: 'The quick brown fox jumps over the lazy dog, again and again, until the sun has gone down.', voice: 'rms' },
        sampleRate,
      ),
      say({ text: 'Stop, wait a moment.', voice: 'slt' }, sampleRate),
    ]);
    const gain = await echoGain(agent.samples, sampleRate, ECHO_DECIBELS);

    const speaker = await openSpeaker({ context }, life.signal);
    const capture = openCapture(context, new MessageChannel().port1, life.signal);
    echo(tap.room, capture.input, gain);
    const post = (message: SpeakerMessage, transfer: Transferable[] = []): void => speaker.port.postMessage(message, transfer);
    post({ type: 'format', format: FORMAT });
    post({ type: 'barge-in', mode: 'interrupt' });
    post({ type: 'audio', itemId: 'a', bytes: agent.bytes }, [agent.bytes]);
    post({ type: 'item-end', itemId: 'a' });

    const first = await tap.firstSound();
    // As loud as the agent, in the second half of what it says.
    const level = rms(agent.samples) / rms(person.samples);
    const startsAt = first / sampleRate + 0.5 * (agent.samples.length / sampleRate);
    const voice = sourceOf(
      context,
      person.samples.map((sample) => sample * level),
    );
    voice.connect(capture.input);
    voice.start(startsAt);

    const from = Math.max(0, first - 1024);
    const heard = await tap.read(from, agent.samples.length + 2048);
    const searched = Math.round(sampleRate / 4);
    const start = align(heard.subarray(0, searched + 2048), agent.samples.subarray(0, searched));
    const gains = gainsOf(heard.subarray(start), agent.samples, Math.round(WINDOW_SECONDS * sampleRate));
    const begins = startsAt - (from + start) / sampleRate;
    const ends = begins + person.samples.length / sampleRate;
    const during = (since: number, until: number): number[] =>
      gains.flatMap(({ at, value }) => (at >= since && at < until ? [value] : []));

    const alone = during(0, begins - WINDOW_SECONDS);
    expect(alone.length).to.be.above(20);
    expect(Math.min(...alone), 'its own echo').to.be.above(0.99);
    expect(Math.min(...during(begins, ends)), 'the person').to.be.within(0.19, 0.21);
    // It lets go when nobody confirms, and every sample stands where it would have stood.
    const after = during(ends + 0.5, Infinity);
    expect(after.length).to.be.above(5);
    expect(Math.min(...after), 'nobody any more').to.be.above(0.99);

    life.abort();
    while (context.state !== 'closed') await new Promise((resolve) => (context.onstatechange = resolve));
  });
});

/** How loud each window of the speech was heard, where there is anything to be heard; `at` in seconds. */
function gainsOf(
  heard: Float32Array,
  said: Float32Array,
  window: number,
): readonly { readonly at: number; readonly value: number }[] {
  const { length } = said;
  const windows = Array.from({ length: Math.floor(length / window) }, (_, index) => index * window);
  return windows.flatMap((at) => {
    let both = 0;
    let alone = 0;
    for (let index = at; index < at + window; index += 1) {
      both += (heard[index] ?? 0) * (said[index] ?? 0);
      alone += (said[index] ?? 0) ** 2;
    }
    const seconds = (at / length) * (length / window) * WINDOW_SECONDS;
    return alone / window < 1e-4 ? [] : [{ at: seconds, value: both / alone }];
  });
}
