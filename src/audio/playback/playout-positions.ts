import type { PlaybackEvent } from '../../spec/voice-event.js';
import type { PlaybackMark } from './playback.messages.js';

/** Derives playback events from the processor's marks and from the frames that have left the speaker. */
export interface PlayoutPositions {
  /** Marks arrive in the order of their frames. */
  addMark(mark: PlaybackMark): void;
  /** Everything before `frame` has been heard. Frames never decrease. */
  advance(frame: number): readonly PlaybackEvent[];
  /** These items were silenced from `frame` on, when so many milliseconds of each had arrived. */
  flush(receivedMs: ReadonlyMap<string, number>, frame: number): readonly PlaybackEvent[];
  /** Everything before `frame` was heard; playback continues in another context, whose frame is `nextFrame` now. */
  move(frame: number, nextFrame: number, nextRate: number): readonly PlaybackEvent[];
  /** The frame at which {@link advance} returns the next event; `undefined` while nothing plays. */
  nextEventFrame(): number | undefined;
}

/** How often the position of a playing item is reported. */
const PROGRESS_MS = 100;

export function createPlayoutPositions(contextRate: number): PlayoutPositions {
  let rate = contextRate;
  const ahead: PlaybackMark[] = [];
  /** Milliseconds at the latest mark of each item that has started and not ended. */
  const started = new Map<string, number>();
  let current: PlaybackMark | undefined;
  let reportedMs = 0;

  function heardMs(frame: number): number {
    if (current === undefined) return 0;
    const running = current.type === 'run' ? Math.max(0, frame - current.frame) / rate : 0;
    return current.positionMs + running * 1000;
  }

  function pass(mark: PlaybackMark): PlaybackEvent[] {
    const { itemId, positionMs } = mark;
    const previous = current?.itemId === itemId ? current : undefined;
    const isNew = !started.has(itemId);
    // It was left behind after it had drained: its gap began before.
    if (mark.type === 'drain' && previous?.type === 'drain') return [];
    if (mark.type !== 'end') current = mark;
    else if (previous) current = undefined;
    started.set(itemId, positionMs);
    switch (mark.type) {
      case 'run': {
        if (previous?.type === 'run') return [];
        if (previous) return [{ type: 'playback-starved', itemId, gapMs: ((mark.frame - previous.frame) / rate) * 1000 }];
        reportedMs = positionMs;
        return isNew ? [{ type: 'playback-started', itemId }] : [];
      }
      case 'gap':
        return [];
      case 'drain': {
        // Its end may have been announced while its last samples were on their way to the speaker.
        const ends = ahead.some((next) => next.type === 'end' && next.itemId === itemId);
        return ends ? [] : [{ type: 'playback-drained', itemId, heardMs: positionMs }];
      }
      case 'end':
        started.delete(itemId);
        return [{ type: 'playback-ended', itemId, heardMs: positionMs }];
      default:
        return mark.type satisfies never;
    }
  }

  function advance(frame: number): PlaybackEvent[] {
    const events: PlaybackEvent[] = [];
    for (let next = ahead[0]; next !== undefined && next.frame <= frame; next = ahead[0]) {
      ahead.shift();
      events.push(...pass(next));
    }
    const heard = heardMs(frame);
    if (current?.type === 'run' && heard - reportedMs >= PROGRESS_MS) {
      reportedMs = heard;
      events.push({ type: 'playback-progress', itemId: current.itemId, heardMs: heard });
    }
    return events;
  }

  return {
    addMark(mark) {
      ahead.push(mark);
    },
    advance,
    flush(receivedMs, frame) {
      // What was rendered before the flush will be heard: it is already on its way to the speaker.
      const events = advance(frame);
      for (const [itemId, received] of receivedMs) {
        const heard = current?.itemId === itemId ? heardMs(frame) : (started.get(itemId) ?? 0);
        events.push({ type: 'playback-flushed', itemId, heardMs: heard, receivedMs: received });
        started.delete(itemId);
      }
      // An item whose last sample is just leaving the resampler has ended and was not cut.
      for (const mark of ahead) if (mark.type === 'end') events.push(...pass(mark));
      ahead.length = 0;
      current = undefined;
      return events;
    },
    move(frame, nextFrame, nextRate) {
      const events = advance(frame);
      for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) events.push(...pass(next));
      // The time until it plays again is a gap like any other.
      if (current) {
        const type = current.type === 'drain' ? 'drain' : 'gap';
        current = { type, itemId: current.itemId, frame: nextFrame, positionMs: heardMs(frame) };
      }
      rate = nextRate;
      return events;
    },
    nextEventFrame() {
      if (current?.type !== 'run') return ahead[0]?.frame;
      const progress = current.frame + ((PROGRESS_MS + reportedMs - current.positionMs) / 1000) * rate;
      return Math.min(progress, ahead[0]?.frame ?? Infinity);
    },
  };
}
