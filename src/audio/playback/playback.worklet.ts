import type { SpeakerMessage } from '../../spec/connection.js';
import { agentVoices } from './ducker.js';
import { decodeSound } from './audio-decoder.js';
import type { PlaybackCommand, PlaybackLeft, PlaybackOptions, PlaybackReport } from './playback.messages.js';
import { createPlayout } from './playout.js';

export class PlaybackProcessor extends AudioWorkletProcessor {
  readonly #format;
  readonly #playout;
  #line: MessagePort | undefined;
  #closed = false;

  constructor({ processorOptions }: { processorOptions: PlaybackOptions }) {
    super();
    this.#format = processorOptions.format;
    this.#playout = createPlayout({
      sourceRate: processorOptions.format.sampleRate,
      contextRate: sampleRate,
      report: (report) => this.#report(report),
    });
    agentVoices.add(this.#playout);
    this.port.onmessage = ({ data }: MessageEvent<PlaybackCommand>) => this.#obey(data);
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
        if (command.left) this.#playout.resume(command.left);
        this.#line = command.port;
        this.#line.onmessage = ({ data }: MessageEvent<SpeakerMessage>) => this.#take(data);
        return;
      case 'flush':
        this.#playout.flush();
        return;
      case 'leave':
        this.#leave();
        return;
      case 'close':
        this.#end();
        this.#line?.close();
        this.#playout.flush();
        return;
      default:
        command satisfies never;
    }
  }

  #leave(): void {
    const port = this.#line;
    if (port === undefined) return;
    this.#end();
    this.#line = undefined;
    // What comes from now on waits in the port for the next processor.
    port.onmessage = null;
    const left: PlaybackLeft = { ...this.#playout.leave(), type: 'left', port };
    this.port.postMessage(left, [port]);
  }

  #end(): void {
    this.#closed = true;
    agentVoices.delete(this.#playout);
  }

  #take(message: SpeakerMessage): void {
    switch (message.type) {
      case 'sound':
        this.#playout.sound(message.itemId, decodeSound(this.#format, message.bytes));
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
        this.#playout.setBargeIn(message.mode);
        return;
      default:
        message satisfies never;
    }
  }

  #report(report: PlaybackReport): void {
    this.port.postMessage(report);
  }
}
