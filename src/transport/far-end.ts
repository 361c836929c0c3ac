import { sharedClock } from '../lib/clock.js';
import { onAbort } from '../lib/on-abort.js';
import { after } from '../lib/timer.js';
import type { AudioFormat } from '../spec/audio-format.js';
import { CLOSE_CODES } from '../spec/close-code.js';
import type { ConnectionRequest } from '../spec/connection.js';
import type { SoundFrames } from '../spec/sound-frames.js';
import { NOT_HERE } from './dial.js';
import type { TransportWorkerCommand, TransportWorkerMessage } from './transport-worker.messages.js';
import type { SoundEnd } from './sound-end.js';

/** A relay that hangs says no last word. */
const LAST_WORD_MS = 2000;

/** The end of a line in a Worker, which has nothing else to do. */
export function createFarEnd(
  worker: Worker,
  frames: SoundFrames,
  input: AudioFormat,
  { microphone, tracks, speaker, bargeIn }: ConnectionRequest,
  signal: AbortSignal,
): SoundEnd {
  const over = new AbortController();
  const command = (message: TransportWorkerCommand, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);
  let dialled = false;
  let note: Parameters<SoundEnd['openFeed']>[1] = () => undefined;
  onAbort(over.signal, () => worker.terminate());
  onAbort(signal, () => {
    // The socket has a last word to say to the relay.
    if (dialled) after(LAST_WORD_MS, () => over.abort(), over.signal);
    else over.abort();
  });

  return {
    dial(url, protocols, events) {
      dialled = true;
      let isOpen = false;
      const end = (closeCode: number, reason: string): void => {
        over.abort();
        events.closed(closeCode, reason);
      };
      const fail = (): void => end(isOpen ? 1006 : NOT_HERE, '');
      worker.onmessage = ({ data }: MessageEvent<TransportWorkerMessage>) => {
        switch (data.type) {
          case 'ready':
            return;
          case 'opened': {
            // Too late: the ports are closed, and the socket is about to be.
            if (signal.aborted) return;
            isOpen = true;
            const ports = { ...(microphone && { microphone }), ...(tracks && { tracks }), ...(speaker && { speaker }) };
            command({ type: 'carry', frames, input, bargeIn, ...ports }, Object.values(ports));
            return events.opened();
          }
          case 'message':
            return events.message(data.data);
          case 'behind':
            return events.closed(CLOSE_CODES['slow-consumer'], 'slow-consumer');
          case 'closed':
            return end(data.closeCode, data.reason);
          case 'told':
            return note(
              data.event.type === 'audio-flowing' ? { ...data.event, lateMs: sharedClock.now() - data.at } : data.event,
            );
          default:
            data satisfies never;
        }
      };
      worker.onerror = fail;
      command({ type: 'dial', url, protocols });
      return {
        // What waits there is counted there.
        bufferedAmount: 0,
        send: (text) => command({ type: 'send', text }),
        close: () => command({ type: 'close' }),
      };
    },
    reflex: {
      hear: () => undefined,
      play: () => undefined,
      sent(action) {
        if (action.type === 'cancel-response' || action.type === 'commit-audio') command({ type: 'sent', action });
      },
    },
    openFeed(_socket, tell) {
      note = tell;
      return {
        setOpen: (open, preRoll) => command({ type: 'gate', open, preRoll }),
        // Every text that is sent stands behind what waits there.
        flush: () => undefined,
      };
    },
  };
}
