import type { PlaybackEvent } from '../../spec/voice-event.js';
import type { PlaybackMark } from './playback.messages.js';

/** Knows what has left the speaker. Frames are those of the context, samples those of the item's own sound. */
export interface HeardPositions {
  /** Notes what the processor did; marks come in the order of their frames. */
  note(mark: PlaybackMark): void;
  /** What has become true now that everything before `frame` has been heard. Frames never go back. */
  advance(frame: number): readonly PlaybackEvent[];
  /** The items, of which so many samples had come, were silenced from `frame` on. */
  cut(received: ReadonlyMap<string, number>, frame: number): readonly PlaybackEvent[];
  /** Everything before `frame` was heard; what plays goes on in another context, where it is `nextFrame` now. */
  move(frame: number, nextFrame: number, nextRate: number): readonly PlaybackEvent[];
  /** The frame at which {@link advance} has something to say next; `undefined` while nothing plays. */
  nextFrame(): number | undefined;
}

/** How often the position of a playing item is told. */
const PROGRESS_MS = 100;

export function createHeardPositions(sourceRate: number, contextRate: number): HeardPositions {
  const toMs = (samples: number): number => (samples / sourceRate) * 1000;
  let rate = contextRate;
  const ahead: PlaybackMark[] = [];
  /** Milliseconds at the latest mark of each item that has begun and not come to its end. */
  const begun = new Map<string, number>();
  let current: PlaybackMark | undefined;
  let told = 0;

  function heardMs(frame: number): number {
    if (current === undefined) return 0;
    const running = current.type === 'run' ? Math.max(0, frame - current.frame) / rate : 0;
    return toMs(current.sample) + running * 1000;
  }

  function pass(mark: PlaybackMark): PlaybackEvent[] {
    const { itemId } = mark;
    const previous = current?.itemId === itemId ? current : undefined;
    const isNew = !begun.has(itemId);
    if (mark.type !== 'end') current = mark;
    else if (previous) current = undefined;
    begun.set(itemId, toMs(mark.sample));
    switch (mark.type) {
      case 'run': {
        if (previous?.type === 'gap')
          return [{ type: 'playback-starved', itemId, gapMs: ((mark.frame - previous.frame) / rate) * 1000 }];
        if (previous) return [];
        told = toMs(mark.sample);
        return isNew ? [{ type: 'playback-started', itemId }] : [];
      }
      case 'gap':
        return [];
      case 'end':
        begun.delete(itemId);
        return [{ type: 'playback-ended', itemId, heardMs: toMs(mark.sample) }];
      default:
        return mark satisfies never;
    }
  }

  function advance(frame: number): PlaybackEvent[] {
    const events: PlaybackEvent[] = [];
    for (let next = ahead[0]; next !== undefined && next.frame <= frame; next = ahead[0]) {
      ahead.shift();
      events.push(...pass(next));
    }
    const heard = heardMs(frame);
    if (current?.type === 'run' && heard - told >= PROGRESS_MS) {
      told = heard;
      events.push({ type: 'playback-progress', itemId: current.itemId, heardMs: heard });
    }
    return events;
  }

  return {
    note(mark) {
      ahead.push(mark);
    },
    advance,
    cut(received, frame) {
      // What was rendered before the cut will be heard: it is on its way to the speaker already.
      const events = advance(frame);
      for (const [itemId, samples] of received) {
        const heard = current?.itemId === itemId ? heardMs(frame) : (begun.get(itemId) ?? 0);
        events.push({ type: 'playback-flushed', itemId, heardMs: heard, receivedMs: toMs(samples) });
        begun.delete(itemId);
      }
      // An item whose last sample is just leaving the resampler is over, not cut.
      for (const mark of ahead) if (mark.type === 'end') events.push(...pass(mark));
      ahead.length = 0;
      current = undefined;
      return events;
    },
    move(frame, nextFrame, nextRate) {
      const events = [...advance(frame), ...ahead.splice(0).flatMap(pass)];
      // What is missing until it plays again is a gap as any other.
      if (current) {
        const sample = (heardMs(frame) / 1000) * sourceRate;
        current = { type: 'gap', itemId: current.itemId, frame: nextFrame, sample };
      }
      rate = nextRate;
      return events;
    },
    nextFrame() {
      if (current?.type !== 'run') return ahead[0]?.frame;
      const progress = current.frame + ((PROGRESS_MS + told - toMs(current.sample)) / 1000) * rate;
      return Math.min(progress, ahead[0]?.frame ?? Infinity);
    },
  };
}
