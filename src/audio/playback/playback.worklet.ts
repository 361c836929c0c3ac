import type { AudioFormat } from '../../spec/audio-format.js';
import type { SpeakerMessage } from '../../spec/connection.js';
import { type AudioDecoder, createAudioDecoder, resumeDecoder } from './audio-decoder.js';
import { duckers } from './ducker.js';
import type { DetachedPlayback, PlaybackCommand, PlaybackReport } from './playback.messages.js';
import { createPlayout, type Playout } from './playout.js';

interface Playback {
  readonly decoder: AudioDecoder;
  readonly playout: Playout;
}

export class PlaybackProcessor extends AudioWorkletProcessor {
  #playback: Playback | undefined;
  /** Messages that arrived before the first format. */
  #early: SpeakerMessage[] = [];
  #port: MessagePort | undefined;
  #closed = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<PlaybackCommand>) => this.#execute(data);
  }

  process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
    const channel = output?.[0];
    const playout = this.#playback?.playout;
    if (channel && playout) playout.render(channel, currentFrame);
    if (!this.#closed || playout?.fading) return true;
    this.#report({ type: 'closed' });
    return false;
  }

  #execute(command: PlaybackCommand): void {
    switch (command.type) {
      case 'attach':
        if (command.detached) this.#resume(command.detached);
        this.#port = command.port;
        this.#port.onmessage = ({ data }: MessageEvent<SpeakerMessage>) => this.#receive(data);
        return;
      case 'flush':
        this.#flush();
        return;
      case 'detach':
        this.#detach();
        return;
      case 'close':
        this.#end();
        this.#port?.close();
        this.#flush();
        return;
      default:
        command satisfies never;
    }
  }

  #resume({ playback, early }: DetachedPlayback): void {
    this.#early = [...early];
    if (playback) this.#start(resumeDecoder(playback.decoder)).playout.resume(playback.playout);
  }

  #start(decoder: AudioDecoder): Playback {
    const report = (report: PlaybackReport): void => this.#report(report);
    const playout = createPlayout({ sourceRate: decoder.sampleRate, contextRate: sampleRate, report });
    if (!this.#closed) duckers.add(playout);
    return (this.#playback = { decoder, playout });
  }

  #detach(): void {
    const port = this.#port;
    if (port === undefined) return;
    this.#end();
    this.#port = undefined;
    // What arrives from now on waits in the port for the next processor.
    port.onmessage = null;
    const { frame, saved: playout } = this.#playback?.playout.detach() ?? { frame: currentFrame };
    const playback = this.#playback && playout && { decoder: this.#playback.decoder.save(), playout };
    const detached = { type: 'detached', port, frame, ...(playback && { playback }), early: this.#early } as const;
    this.port.postMessage(detached satisfies DetachedPlayback, [port]);
  }

  #end(): void {
    this.#closed = true;
    if (this.#playback) duckers.delete(this.#playback.playout);
  }

  #flush(): void {
    this.#playback?.decoder.flush();
    this.#playback?.playout.flush();
  }

  #setFormat(format: AudioFormat): void {
    if (this.#playback) return this.#playback.decoder.setFormat(format);
    this.#start(createAudioDecoder(format));
    this.#early.splice(0).forEach((message) => this.#receive(message));
  }

  #receive(message: SpeakerMessage): void {
    if (message.type === 'format') return this.#setFormat(message.format);
    if (this.#playback === undefined) return void this.#early.push(message);
    const { decoder, playout } = this.#playback;
    switch (message.type) {
      case 'audio':
        playout.append(message.itemId, decoder.decode(message.itemId, message.bytes));
        return;
      case 'item-end':
        playout.append(message.itemId, decoder.finish(message.itemId));
        playout.finish(message.itemId);
        return;
      case 'flush':
        this.#flush();
        return;
      case 'duck':
        playout.duck(message.gain);
        return;
      case 'barge-in':
        playout.setBargeIn(message.mode);
        return;
      default:
        message satisfies never;
    }
  }

  #report(report: PlaybackReport): void {
    this.port.postMessage(report);
  }
}
