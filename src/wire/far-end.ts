import { own } from '../lib/own.js';
import type { LineRequest } from '../spec/line.js';
import type { AudioFormat } from '../spec/audio-format.js';
import { CLOSE_CODES } from '../spec/close-code.js';
import type { SoundFrames } from '../spec/sound-frames.js';
import type { Dial } from './dial.js';
import type { LineWorkerCommand, LineWorkerNews } from './line-worker.messages.js';
import type { SoundEnd } from './sound-end.js';

/** The end of a line in a Worker, which has nothing else to do. */
export function createFarEnd(
  worker: Worker,
  frames: SoundFrames,
  input: AudioFormat,
  { microphone, speaker, bargeIn }: LineRequest,
  signal: AbortSignal,
): SoundEnd & { readonly dial: Dial } {
  const command = (message: LineWorkerCommand, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);
  let note: Parameters<SoundEnd['openFeed']>[1] = () => undefined;
  let dialled = false;
  // Once it has a socket it ends after that, which has a last word to say to the relay.
  own(signal, () => {
    if (!dialled) worker.terminate();
  });

  return {
    dial(url, protocols, events) {
      dialled = true;
      worker.onmessage = ({ data }: MessageEvent<LineWorkerNews>) => {
        switch (data.type) {
          case 'ready':
            return;
          case 'opened':
            return events.opened();
          case 'message':
            return events.message(data.data);
          case 'behind':
            return events.closed(CLOSE_CODES['slow-consumer'], 'slow-consumer');
          case 'closed':
            worker.terminate();
            return events.closed(data.closeCode, data.reason);
          case 'told':
            return note(data.event);
          default:
            data satisfies never;
        }
      };
      worker.onerror = () => {
        worker.terminate();
        events.closed(1006, '');
      };
      const ports = { ...(microphone && { microphone }), ...(speaker && { speaker }) };
      command({ type: 'dial', url, protocols: [...protocols], frames, input, bargeIn, ...ports }, Object.values(ports));
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
        if (action.type === 'cancel-response') command({ type: 'sent', action });
      },
    },
    openFeed(_socket, tell) {
      note = tell;
      return {
        setOpen: (open) => command({ type: 'gate', open }),
        flush: () => command({ type: 'flush' }),
      };
    },
  };
}
