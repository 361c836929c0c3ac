import { DUCKED_GAIN } from '../../spec/connection.js';
import type { BargeInMode } from '../../spec/session-config.js';
import type { Ducker } from './ducker.js';
import { createJitter } from './jitter.js';
import type { PlaybackReport, SavedPlayout } from './playback.messages.js';
import { createPlaylist } from './playlist.js';
import { createResampler } from '../dsp/resampler.js';
import { createSourceStream } from './source-stream.js';

/** Plays the agent's items at the context's rate, from samples at the service's rate. */
export interface Playout extends Ducker {
  append(itemId: string, samples: Int16Array): void;
  finish(itemId: string): void;
  /** Fades out within {@link FADE_MS} and drops the rest. */
  flush(): void;
  /** Fades out as a flush does, and returns all that was not played, with the first silent frame. */
  detach(): { readonly frame: number; readonly saved: SavedPlayout };
  /** Continues where another playout stopped. */
  resume(saved: SavedPlayout): void;
  /** Sets the linear gain, with a short ramp. */
  duck(gain: number): void;
  /** Whether {@link Ducker.duckWhile} has an effect; `off` at first. */
  setBargeIn(mode: BargeInMode): void;
  /** Whether the fade-out of a flush is still being rendered. */
  readonly fading: boolean;
  /** Fills `out`, which starts at the context's frame `frame`. Allocates nothing. */
  render(out: Float32Array, frame: number): void;
}

export interface PlayoutOptions {
  readonly sourceRate: number;
  readonly contextRate: number;
  readonly report: (report: PlaybackReport) => void;
}

/** Short enough to feel immediate, long enough to leave no click. */
const FADE_MS = 5;
/** Ramp to and from a ducked gain, so that it does not click. */
const DUCK_RAMP_MS = 15;
/** Ten minutes of speech may be queued; no response is longer. Anything beyond is dropped. */
const MAX_WAITING_MS = 600_000;
/** Source samples that are resampled at a time, and so the most that is resampled ahead. */
const BLOCK = 16;

export function createPlayout({ sourceRate, contextRate, report }: PlayoutOptions): Playout {
  const framesPerSample = contextRate / sourceRate;
  const playlist = createPlaylist((MAX_WAITING_MS / 1000) * sourceRate);
  const resampler = createResampler(sourceRate, contextRate);
  const delayFrames = (resampler.delayMs / 1000) * contextRate;
  /** Silence that drives the last samples out of the resampler. */
  const tailSamples = (2 * resampler.delayMs * sourceRate) / 1000 + BLOCK;
  const source = new Float32Array(BLOCK);
  const ready = new Float32Array(resampler.maxOutput(BLOCK) + 1024);
  const fade = new Float32Array(Math.round((FADE_MS / 1000) * contextRate));
  const duckStep = 1000 / (DUCK_RAMP_MS * contextRate);

  const jitter = createJitter();
  const framesToMs = (frames: number): number => (frames / contextRate) * 1000;
  const samplesToMs = (samples: number): number => (samples / sourceRate) * 1000;

  let readyFrames = 0;
  let fadeRead = fade.length;
  let gain = 1;
  let duckGain = 1;
  let bargeInGain = 1;
  let bargeIn: BargeInMode = 'off';
  let power = 0;
  /** The frame after the last rendered one. */
  let now = 0;
  /** First frame of the stream that is being resampled, and how many of its samples were. */
  let origin: number | undefined;
  let resampled = 0;
  let waitingSince = 0;
  let latestItem = '';

  const stream = createSourceStream(playlist, sourceRate, (type, itemId, sample, offset) => {
    const frame = (origin ?? now) + (resampled + offset) * framesPerSample + delayFrames;
    report({ type, itemId, frame, positionMs: samplesToMs(sample) });
  });

  function isDue(): boolean {
    const { targetMs } = jitter;
    return samplesToMs(playlist.length) >= targetMs || framesToMs(now - waitingSince) >= targetMs;
  }

  function end(): void {
    origin = undefined;
    resampled = 0;
    readyFrames = 0;
    resampler.reset();
  }

  /** Prepares the last audible frames. Returns the first silent one. */
  function fadeOut(): number {
    if (origin !== undefined) {
      pull(fade, 0, fade.length);
      for (let index = 0; index < fade.length; index += 1) fade[index] = (fade[index] ?? 0) * (1 - (index + 1) / fade.length);
      fadeRead = 0;
    }
    return now + fade.length - fadeRead;
  }

  function forget(): void {
    stream.reset();
    end();
  }

  /** Puts the stream's next `count` frames into `out`. */
  function pull(out: Float32Array, start: number, count: number): void {
    while (readyFrames < count) {
      stream.fill(source);
      readyFrames += resampler.process(source, ready, readyFrames);
      resampled += BLOCK;
    }
    const wanted = Math.min(duckGain, bargeInGain);
    for (let index = 0; index < count; index += 1) {
      if (gain < wanted) gain = Math.min(wanted, gain + duckStep);
      else if (gain > wanted) gain = Math.max(wanted, gain - duckStep);
      out[start + index] = (ready[index] ?? 0) * gain;
    }
    ready.copyWithin(0, count, readyFrames);
    readyFrames -= count;
  }

  return {
    get power() {
      return power;
    },
    get fading() {
      return fadeRead < fade.length;
    },
    append(itemId, samples) {
      const backlog = playlist.length;
      if (!playlist.append(itemId, samples)) return;
      if (backlog === 0) waitingSince = now;
      jitter.arrived(framesToMs(now), samplesToMs(samples.length), samplesToMs(backlog), itemId !== latestItem);
      latestItem = itemId;
      const excessMs = jitter.takeExcessMs();
      if (excessMs > 0) stream.accelerate((excessMs / 1000) * sourceRate);
    },
    finish: playlist.finish,
    duck(target) {
      duckGain = target;
    },
    duckWhile(speaking) {
      bargeInGain = speaking && bargeIn !== 'off' ? DUCKED_GAIN : 1;
    },
    setBargeIn(mode) {
      bargeIn = mode;
    },
    flush() {
      const frame = fadeOut();
      const received = playlist.flush();
      forget();
      if (received.size === 0) return;
      const receivedMs = new Map([...received].map(([itemId, samples]) => [itemId, samplesToMs(samples)]));
      report({ type: 'flushed', receivedMs, frame });
    },
    detach() {
      const frame = fadeOut();
      forget();
      return { frame, saved: { ...playlist.detach(), duckGain, bargeIn } };
    },
    resume(saved) {
      playlist.resume(saved);
      gain = duckGain = saved.duckGain;
      bargeIn = saved.bargeIn;
    },
    render(out, frame) {
      now = frame;
      let start = 0;
      while (start < out.length && fadeRead < fade.length) out[start++] = fade[fadeRead++] ?? 0;
      if (start === 0) {
        origin ??= now;
        if (!stream.tryStart(isDue()) && stream.silentSamples >= tailSamples) end();
      }
      if (origin === undefined) out.fill(0, start);
      else pull(out, start, out.length - start);
      now = frame + out.length;
      power = meanPower(out);
    },
  };
}

function meanPower(block: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < block.length; index += 1) sum += (block[index] ?? 0) ** 2;
  return sum / block.length;
}
