import { createAsyncQueue } from '../lib/async-queue.js';
import { onAbort } from '../lib/on-abort.js';
import { parseJson } from '../lib/parse-json.js';
import { CLOSE_CODES, type ClosableErrorCode } from '../spec/close-code.js';
import type { Codec } from '../spec/codec.js';
import type { Connection } from '../spec/connection.js';
import type { Socket, SocketEvents } from '../spec/socket.js';
import type { ConnectionEvent, ProviderEvent } from '../spec/voice-event.js';
import { elideSound } from './elide-sound.js';
import { isBehind, MAX_FRAME_LENGTH, MAX_SENT_BYTES } from './limits.js';
import type { SoundEnd } from './sound-end.js';

/** A line whose socket is yet to be dialled, and the ears to dial it with: no frame can come too early to be heard. */
export interface SocketLine {
  readonly ears: SocketEvents;
  /** Call once, with the socket that was dialled. */
  attach(socket: Socket): Connection;
}

/** Joins a socket, a codec and the end where sound comes and goes. */
export function createSocketLine(
  codec: Codec,
  { reflex, openFeed }: SoundEnd,
  opened: () => void,
  signal: AbortSignal,
): SocketLine {
  const inbox = createAsyncQueue<{ source: 'provider' | 'connection'; event: ProviderEvent | ConnectionEvent }>(signal);
  let socket: Socket | undefined;
  let closed = false;

  const tell = (event: ConnectionEvent): void => inbox.push({ source: 'connection', event });
  const close = (closeCode: number, reason: string): void => {
    if (closed) return;
    closed = true;
    tell({ type: 'connection-closed', closeCode, reason });
    inbox.end();
    socket?.close();
  };
  const giveUp = (code: ClosableErrorCode): void => close(CLOSE_CODES[code], code);
  const transmit = (text: string): void => {
    if (closed || socket === undefined) return;
    if (isBehind(socket, text)) return giveUp('slow-consumer');
    const bytes = byteLength(text);
    if (bytes > MAX_SENT_BYTES) return tell({ type: 'frame-refused', bytes, limitBytes: MAX_SENT_BYTES });
    socket.send(text);
    tell({ type: 'frame-sent', frame: elideSound(parseJson(text)) });
  };

  const read = (text: string): void => {
    const frame = parseJson(text);
    if (frame === undefined) return tell({ type: 'frame-malformed', message: 'not JSON', bytes: text.length });
    tell({ type: 'frame-received', frame: elideSound(frame) });
    const { events, audio, reply } = codec.decode(frame);
    for (const event of events) {
      reflex.hear(event);
      inbox.push({ source: 'provider', event });
      if (event.type === 'agent-audio' && audio !== undefined) reflex.play(audio, event.responseId);
    }
    if (reply !== undefined) transmit(reply);
  };

  return {
    ears: {
      opened() {
        tell({ type: 'connection-open' });
        opened();
      },
      message(data) {
        if (closed) return;
        if (typeof data !== 'string') return tell({ type: 'frame-malformed', message: 'not text', bytes: sizeOf(data) });
        if (data.length > MAX_FRAME_LENGTH) return giveUp('frame-too-large');
        read(data);
      },
      closed: close,
    },
    attach(dialled) {
      socket = dialled;
      onAbort(signal, () => {
        closed = true;
        dialled.close();
      });
      const feed = openFeed(dialled, tell);
      return {
        events: inbox,
        send(action) {
          if (closed) return;
          feed?.flush();
          reflex.sent(action);
          codec.encode(action).forEach(transmit);
        },
        gateMicrophone: (open, preRoll) => feed?.setOpen(open, preRoll),
      };
    },
  };
}

/** In UTF-8, where a letter has at most three bytes for each of its code units. */
function byteLength(text: string): number {
  return text.length * 3 <= MAX_SENT_BYTES ? text.length : new TextEncoder().encode(text).length;
}

function sizeOf(data: unknown): number {
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return data.byteLength;
  return 0;
}
