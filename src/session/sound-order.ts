import type { PlaybackEvent, SpeakerEvent, VoiceEvent } from '../spec/voice-event.js';

/** Brings what the speaker says into the order of cause and effect. */
export interface SoundOrder {
  /** Tells at once what can be told, and the rest as soon as the log has learned of its sound. */
  say(event: SpeakerEvent): void;
  /** Takes note of an entry of the log. */
  learn(event: VoiceEvent): void;
}

/** Milliseconds that are no sound, but the error of adding up fractions. */
const ROUNDING_MS = 0.1;

/**
 * The speaker's news and the provider's come over different channels, and browsers deliver either first: the log could hear
 * that something was played before it hears that it came. Then nobody would know what of it to show, to time and to truncate.
 */
export function createSoundOrder(tell: (event: SpeakerEvent) => void): SoundOrder {
  const receivedMs = new Map<string, number>();
  const waiting: SpeakerEvent[] = [];

  const isCaused = (event: SpeakerEvent): boolean =>
    !('itemId' in event) || neededMs(event) <= (receivedMs.get(event.itemId) ?? -1);
  const release = (): void => {
    for (let next = waiting[0]; next && isCaused(next); next = waiting[0]) {
      waiting.shift();
      tell(next);
    }
  };

  return {
    say(event) {
      waiting.push(event);
      release();
    },
    learn(event) {
      if (event.type === 'agent-audio')
        receivedMs.set(event.itemId, (receivedMs.get(event.itemId) ?? ROUNDING_MS) + event.durationMs);
      // Nothing more is known later, whatever the speaker thinks.
      if (event.type === 'agent-audio-done') receivedMs.set(event.itemId, Infinity);
      release();
    },
  };
}

/** How much of its item's sound came before this could happen. */
function neededMs(event: PlaybackEvent): number {
  if ('receivedMs' in event) return event.receivedMs;
  return 'heardMs' in event ? event.heardMs : 0;
}
