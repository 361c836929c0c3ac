import type { PlaybackEvent, SpeakerEvent, VoiceEvent } from '../spec/voice-event.js';

/** Puts the speaker's reports after the audio that they speak of. */
export interface PlaybackReorderer {
  /** Emits at once what may be emitted, and the rest as soon as the log has its audio. */
  push(event: SpeakerEvent): void;
  /** Takes note of an entry of the log. */
  observe(event: VoiceEvent): void;
}

/** Milliseconds that are no audio, but the error of adding up fractions. */
const ROUNDING_MS = 0.1;

/**
 * The speaker's reports and the service's events arrive over different channels in either order: the log could learn that
 * something was played before it learns that it arrived. Then nobody would know what of it to show, to time and to truncate.
 */
export function createPlaybackReorderer(emit: (event: SpeakerEvent) => void): PlaybackReorderer {
  const receivedMs = new Map<string, number>();
  let waiting: SpeakerEvent[] = [];

  const mayBeEmitted = (event: SpeakerEvent): boolean =>
    !('itemId' in event) || neededMs(event) <= (receivedMs.get(event.itemId) ?? -1);
  const release = (): void => {
    for (let next = waiting[0]; next && mayBeEmitted(next); next = waiting[0]) {
      waiting.shift();
      emit(next);
    }
  };

  return {
    push(event) {
      if (event.type === 'playback-drained' || event.type === 'playback-ended')
        waiting = waiting.filter((earlier) => !isBeyond(earlier, event));
      waiting.push(event);
      release();
    },
    observe(event) {
      if (event.type === 'agent-audio')
        receivedMs.set(event.itemId, (receivedMs.get(event.itemId) ?? ROUNDING_MS) + event.durationMs);
      // Nothing more is known later, whatever the speaker reports.
      if (event.type === 'agent-audio-done') receivedMs.set(event.itemId, Infinity);
      release();
    },
  };
}

/**
 * A position is extrapolated by the clock, and overshoots where the word that the audio is over comes late. Audio of that
 * position need not ever arrive.
 */
function isBeyond(event: SpeakerEvent, { itemId, heardMs }: PlaybackEvent & { readonly heardMs: number }): boolean {
  return event.type === 'playback-progress' && event.itemId === itemId && event.heardMs > heardMs;
}

/** How much of its item's audio arrived before this could happen. */
function neededMs(event: PlaybackEvent): number {
  if ('receivedMs' in event) return event.receivedMs;
  return 'heardMs' in event ? event.heardMs : 0;
}
