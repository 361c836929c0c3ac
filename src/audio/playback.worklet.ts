import type { SpeakerMessage } from '../spec/line.js';
import { agentVoices, type AgentVoice } from './agent-voice.js';
import { decodeSound } from './decode-sound.js';
import type { PlaybackCommand, PlaybackOptions, PlaybackReport } from './playback.messages.js';
import { createPlayout } from './playout.js';

export class PlaybackProcessor extends AudioWorkletProcessor implements AgentVoice {
  readonly #options: PlaybackOptions;
  readonly #playout;
  #line: MessagePort | undefined;
  #closed = false;
  #yields = false;

  constructor({ processorOptions }: { processorOptions: PlaybackOptions }) {
    super();
    this.#options = processorOptions;
    this.#playout = createPlayout({
      sourceRate: processorOptions.format.sampleRate,
      contextRate: sampleRate,
      report: (report) => this.#report(report),
    });
    agentVoices.add(this);
    this.port.onmessage = ({ data }: MessageEvent<PlaybackCommand>) => this.#obey(data);
  }

  get power(): number {
    return this.#playout.power;
  }

  yieldTo(speaking: boolean): void {
    this.#playout.yieldTo(speaking && this.#yields);
  }

  process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
    const channel = output?.[0];
    if (channel) this.#playout.render(channel, currentFrame);
    if (!this.#closed || this.#playout.fading) return true;
    this.#report({ type: 'closed' });
    return false;
  }

  #obey(command: PlaybackCommand): void {
    switch (command.type) {
      case 'attach':
        this.#line = command.port;
        this.#line.onmessage = ({ data }: MessageEvent<SpeakerMessage>) => this.#take(data);
        return;
      case 'flush':
        this.#playout.flush();
        return;
      case 'close':
        this.#closed = true;
        agentVoices.delete(this);
        this.#line?.close();
        this.#playout.flush();
        return;
      default:
        command satisfies never;
    }
  }

  #take(message: SpeakerMessage): void {
    switch (message.type) {
      case 'sound':
        this.#playout.sound(message.itemId, decodeSound(this.#options.format, message.bytes));
        return;
      case 'item-end':
        this.#playout.finish(message.itemId);
        return;
      case 'flush':
        this.#playout.flush();
        return;
      case 'duck':
        this.#playout.duck(message.gain);
        return;
      case 'barge-in':
        this.#yields = message.mode !== 'off';
        return;
      default:
        message satisfies never;
    }
  }

  #report(report: PlaybackReport): void {
    this.port.postMessage(report);
  }
}
