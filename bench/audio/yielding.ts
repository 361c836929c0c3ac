import { createSpeakerContext } from '../../src/audio/devices/create-speaker-context.js';
import { openMicrophone } from '../../src/audio/capture/open-microphone.js';
import { openSpeaker } from '../../src/audio/playback/open-speaker.js';
import type { SpeakerMessage } from '../../src/spec/connection.js';
import { SAMPLE_RATE } from './stage.js';

const FORMAT = { encoding: 'pcm16', sampleRate: SAMPLE_RATE } as const;
const TALK_SECONDS = 1.2;
/** The agent's voice is down when it is 6 dB lower. */
const LOWERED = 0.5;
/** How much is looked at for that: longer than a period of the tone below. */
const STRETCH_MS = 3;

/** Notes on the audio thread when the microphone's input begins and when the voice's is lowered; both in one clock. */
const WATCH = `registerProcessor('bench-watch', class extends AudioWorkletProcessor {
  spoke = -1; voice = 0; level = 0; live = true;
  constructor() { super(); this.port.onmessage = () => (this.live = false); }
  process([microphone, voice]) {
    const spoken = microphone[0]?.findIndex((sample) => Math.abs(sample) > 0.001) ?? -1;
    if (this.spoke < 0 && spoken >= 0) { this.spoke = currentFrame + spoken; this.level = this.voice; }
    let peak = 0;
    for (const sample of voice[0] ?? []) peak = Math.max(peak, Math.abs(sample));
    this.voice = Math.max(peak, this.voice * (1 - (128 / sampleRate) * (1000 / ${STRETCH_MS})));
    if (this.spoke >= 0 && this.voice < this.level * ${LOWERED}) {
      this.port.postMessage(((currentFrame + 128 - this.spoke) / sampleRate) * 1000);
      return false;
    }
    return this.live;
  }
})`;

function tone(rate: number, hertz: number, amplitude: number, seconds: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: rate * seconds }, (_, index) => amplitude * Math.sin((2 * Math.PI * hertz * index) / rate));
}

/** From the person's first sample in the audio graph to the agent's voice at half, milliseconds: nothing but the audio thread. */
export async function timeYielding(): Promise<number> {
  const life = new AbortController();
  const context = createSpeakerContext(life.signal);
  const module = URL.createObjectURL(new Blob([WATCH], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(module);
  const watch = new AudioWorkletNode(context, 'bench-watch', {
    numberOfInputs: 2,
    channelCount: 1,
    channelCountMode: 'explicit',
  });
  watch.connect(context.destination);
  const { connect } = AudioNode.prototype;
  const route = connect as (this: AudioNode, to: AudioNode, output?: number, input?: number) => AudioNode;
  AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
    if (to === context.destination && this instanceof GainNode) route.call(this, watch, 0, 1);
    return route.call(this, to);
  } as typeof connect;
  const speaker = await openSpeaker({ context }, life.signal);
  AudioNode.prototype.connect = connect;

  const person = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  await openMicrophone({ context, request: () => Promise.resolve(person.stream) }, life.signal);
  route.call(new MediaStreamAudioSourceNode(context, { mediaStream: person.stream }), watch, 0, 0);
  const post = (message: SpeakerMessage): void => speaker.port.postMessage(message);
  post({ type: 'format', format: FORMAT });
  post({ type: 'barge-in', mode: 'interrupt' });
  const agent = Int16Array.from(tone(SAMPLE_RATE, 800, 0.3, 3), (sample) => sample * 32_767);
  post({ type: 'audio', itemId: 'a', bytes: agent.buffer });

  const buffer = new AudioBuffer({ length: context.sampleRate * TALK_SECONDS, sampleRate: context.sampleRate });
  buffer.copyToChannel(tone(context.sampleRate, 300, 0.3, TALK_SECONDS), 0);
  const speech = new AudioBufferSourceNode(context, { buffer });
  speech.connect(person);
  const lowered = new Promise<number>((resolve) => (watch.port.onmessage = ({ data }: MessageEvent<number>) => resolve(data)));
  speech.start(context.currentTime + 0.4);
  const ms = await lowered;
  life.abort();
  return ms;
}
