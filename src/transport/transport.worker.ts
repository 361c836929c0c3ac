import { captureTracks } from '../audio/capture/capture-tracks.js';
import { encodeBase64 } from '../lib/base64.js';
import { sharedClock, systemClock } from '../lib/clock.js';
import type { Socket } from '../spec/socket.js';
import type { ConnectionEvent } from '../spec/voice-event.js';
import { dialWebSocket } from './dial.js';
import { feelFrame } from './feel-frame.js';
import type { TransportWorkerCommand, TransportWorkerMessage, Load } from './transport-worker.messages.js';
import { isBehind, MAX_FRAME_LENGTH } from './limits.js';
import { createMicrophoneFeed, type MicrophoneFeed } from './microphone-feed.js';
import { createReflex, type Reflex } from './reflex.js';

/** One line's socket and sound, apart from whatever keeps the page busy. The page ends the Worker after its socket. */
let socket: Socket | undefined;
let reflex: Reflex | undefined;
let feed: MicrophoneFeed | undefined;
const early: string[] = [];
let feel = (text: string): unknown => early.push(text);

const tell = (news: TransportWorkerMessage): void => postMessage(news);

function dial(url: string, protocols: readonly string[]): void {
  socket = dialWebSocket(url, protocols, {
    opened: () => tell({ type: 'opened' }),
    message(data) {
      // First, so that the page knows of sound before the speaker says that it plays.
      tell({ type: 'message', data });
      if (typeof data === 'string' && data.length <= MAX_FRAME_LENGTH) feel(data);
    },
    closed: (closeCode, reason) => tell({ type: 'closed', closeCode, reason }),
  });
}

function carry(by: Socket, { frames, input, bargeIn, microphone, tracks, speaker }: Load): void {
  const acting = createReflex(speaker, bargeIn);
  reflex = acting;
  feel = (text) => feelFrame(text, frames, acting);
  early.splice(0).forEach(feel);
  const encode = (bytes: Uint8Array): string => frames.append.join(encodeBase64(bytes));
  const forever = new AbortController().signal;
  const note = (event: ConnectionEvent): void => tell({ type: 'told', event, at: sharedClock.now() });
  const fed = (feed = microphone && createMicrophoneFeed(microphone, by, encode, input, systemClock, note, forever));
  if (fed && tracks) captureTracks(tracks, input, (bytes) => fed.hear(bytes.slice(0)));
}

function obey(command: TransportWorkerCommand): void {
  if (command.type === 'dial') return dial(command.url, command.protocols);
  if (socket === undefined) return;
  switch (command.type) {
    case 'carry':
      return carry(socket, command);
    case 'send':
      feed?.flush();
      return isBehind(socket, command.text) ? tell({ type: 'behind' }) : socket.send(command.text);
    case 'gate':
      return feed?.setOpen(command.open, command.preRoll);
    case 'sent':
      return reflex?.sent(command.action);
    case 'close':
      return socket.close();
    default:
      command satisfies never;
  }
}

onmessage = ({ data }: MessageEvent<TransportWorkerCommand>) => obey(data);
tell({ type: 'ready' });
