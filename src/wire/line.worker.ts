import { encodeBase64 } from '../lib/base64.js';
import { systemClock } from '../lib/clock.js';
import type { Socket } from '../spec/socket.js';
import type { LineEvent } from '../spec/voice-event.js';
import { dialWebSocket } from './dial.js';
import { feelFrame } from './feel-frame.js';
import type { Dialling, LineWorkerCommand, LineWorkerNews } from './line-worker.messages.js';
import { isBehind, MAX_FRAME_LENGTH } from './limits.js';
import { createMicrophoneFeed, type MicrophoneFeed } from './microphone-feed.js';
import { createReflex, type Reflex } from './reflex.js';

/** One line's socket and sound, apart from whatever keeps the page busy. The page ends the Worker after its socket. */
let line: { readonly socket: Socket; readonly reflex: Reflex; readonly feed: MicrophoneFeed | undefined } | undefined;

const tell = (news: LineWorkerNews): void => postMessage(news);

function dial({ url, protocols, frames, input, bargeIn, microphone, speaker }: Dialling): typeof line {
  const reflex = createReflex(speaker, bargeIn);
  const socket = dialWebSocket(url, protocols, {
    opened: () => tell({ type: 'opened' }),
    message(data) {
      // First, so that the page knows of sound before the speaker says that it plays.
      tell({ type: 'message', data });
      if (typeof data === 'string' && data.length <= MAX_FRAME_LENGTH) feelFrame(data, frames, reflex);
    },
    closed: (closeCode, reason) => tell({ type: 'closed', closeCode, reason }),
  });
  const encode = (bytes: Uint8Array): string => frames.append.join(encodeBase64(bytes));
  const forever = new AbortController().signal;
  const note = (event: LineEvent): void => tell({ type: 'told', event });
  const feed = microphone && createMicrophoneFeed(microphone, socket, encode, input, systemClock, note, forever);
  return { socket, reflex, feed };
}

function obey(command: LineWorkerCommand): void {
  switch (command.type) {
    case 'dial':
      line = dial(command);
      return;
    case 'send':
      if (line === undefined) return;
      return isBehind(line.socket, command.text) ? tell({ type: 'behind' }) : line.socket.send(command.text);
    case 'gate':
      return line?.feed?.setOpen(command.open);
    case 'flush':
      return line?.feed?.flush();
    case 'sent':
      return line?.reflex.sent(command.action);
    case 'close':
      return line?.socket.close();
    default:
      command satisfies never;
  }
}

onmessage = ({ data }: MessageEvent<LineWorkerCommand>) => obey(data);
tell({ type: 'ready' });
