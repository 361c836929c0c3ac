import type { Action } from '../spec/action.js';
import { DUCKED_GAIN, type SpeakerMessage } from '../spec/connection.js';
import type { BargeInMode } from '../spec/session-config.js';
import type { ProviderEvent } from '../spec/voice-event.js';

/**
 * What cannot wait for the session: audio goes straight to the speaker, and the first sign that the person speaks silences it.
 * Audio of an interrupted response is dropped, however late it arrives.
 */
export interface BargeInFastPath {
  observe(event: ProviderEvent): void;
  play(bytes: Uint8Array<ArrayBuffer>, itemId: string, responseId: string | undefined): void;
  observeAction(action: Action): void;
}

export function createBargeInFastPath(speaker: MessagePort | undefined, bargeIn: BargeInMode): BargeInFastPath {
  const active = new Set<string>();
  const silenced = new Set<string>();
  /** Items that may get more audio, each with its response, where the service has responses. */
  const unfinished = new Map<string, string | undefined>();

  const post = (message: SpeakerMessage, transfer: Transferable[] = []): void => speaker?.postMessage(message, transfer);
  const duck = (gain: number): void => {
    if (bargeIn === 'duck') post({ type: 'duck', gain });
  };
  const silence = (responseIds: Iterable<string>): void => {
    for (const id of responseIds) silenced.add(id);
  };
  const flush = (): void => {
    silence(active);
    post({ type: 'flush' });
  };
  const finish = (itemId: string): void => {
    unfinished.delete(itemId);
    post({ type: 'item-end', itemId });
  };

  post({ type: 'barge-in', mode: bargeIn });
  return {
    observe(event) {
      switch (event.type) {
        case 'response-started':
          active.add(event.responseId);
          break;
        case 'response-done':
          active.delete(event.responseId);
          silenced.delete(event.responseId);
          // Not every service reports the end of each item's audio.
          for (const [itemId, responseId] of unfinished) {
            if (responseId === undefined || responseId === event.responseId) finish(itemId);
          }
          break;
        case 'response-interrupted':
          flush();
          break;
        case 'user-started':
          duck(DUCKED_GAIN);
          if (bargeIn === 'interrupt') flush();
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
    play(bytes, itemId, responseId) {
      if (responseId !== undefined && silenced.has(responseId)) return;
      unfinished.set(itemId, responseId);
      const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
      post({ type: 'audio', itemId, bytes: whole }, [whole]);
    },
    observeAction(action) {
      if (action.type === 'cancel-response') silence(action.responseId === undefined ? active : [action.responseId]);
      // The page ends the turn itself, as when the microphone is muted: no `user-stopped` will follow.
      if (action.type === 'commit-audio') duck(1);
    },
  };
}
