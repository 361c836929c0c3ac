import type { Action } from '../spec/action.js';
import type { AgentAudio } from '../spec/codec.js';
import type { SpeakerMessage } from '../spec/connection.js';
import type { SoundEvent } from '../spec/sound-frames.js';
import type { BargeInMode } from '../spec/session-config.js';
import type { ProviderEvent } from '../spec/voice-event.js';

/** Of the agent's full voice, while the person speaks in `duck` mode: -14 dB, quiet and still intelligible. */
const DUCKED_GAIN = 0.2;

/**
 * What cannot wait for the session: sound goes straight to the speaker, and the person's first word silences it. Sound of a
 * response that was interrupted is dropped wherever it still comes from.
 */
export interface Reflex {
  hear(event: ProviderEvent | SoundEvent): void;
  play(sound: AgentAudio, responseId: string | undefined): void;
  sent(action: Action): void;
}

export function createReflex(speaker: MessagePort | undefined, bargeIn: BargeInMode): Reflex {
  const active = new Set<string>();
  const silenced = new Set<string>();
  /** Items of which more sound may come, and the response that each belongs to, where the provider says so. */
  const unfinished = new Map<string, string | undefined>();

  const post = (message: SpeakerMessage, transfer: Transferable[] = []): void => speaker?.postMessage(message, transfer);
  const duck = (gain: number): void => {
    if (bargeIn === 'duck') post({ type: 'duck', gain });
  };
  const silence = (responseIds: Iterable<string>): void => {
    for (const id of responseIds) silenced.add(id);
  };
  const finish = (itemId: string): void => {
    unfinished.delete(itemId);
    post({ type: 'item-end', itemId });
  };

  post({ type: 'barge-in', mode: bargeIn });
  return {
    hear(event) {
      switch (event.type) {
        case 'response-started':
          active.add(event.responseId);
          break;
        case 'response-done':
          active.delete(event.responseId);
          silenced.delete(event.responseId);
          // Not every provider says of each item that its sound is over.
          for (const [itemId, responseId] of unfinished) {
            if (responseId === undefined || responseId === event.responseId) finish(itemId);
          }
          break;
        case 'user-started':
          duck(DUCKED_GAIN);
          if (bargeIn !== 'interrupt') break;
          silence(active);
          post({ type: 'flush' });
          break;
        case 'user-stopped':
          duck(1);
          break;
        case 'agent-audio-done':
          finish(event.itemId);
          break;
        default:
      }
    },
    play({ itemId, bytes }, responseId) {
      if (responseId !== undefined && silenced.has(responseId)) return;
      unfinished.set(itemId, responseId);
      const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
      post({ type: 'sound', itemId, bytes: whole }, [whole]);
    },
    sent(action) {
      if (action.type === 'cancel-response') silence(action.responseId === undefined ? active : [action.responseId]);
      // The page ends the turn itself, as when the microphone is muted: no word of the provider's says that it stopped.
      if (action.type === 'commit-audio') duck(1);
    },
  };
}
