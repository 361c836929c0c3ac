import type { Clock } from '../lib/clock.js';
import { onAbort } from '../lib/on-abort.js';
import { parseJson } from '../lib/parse-json.js';
import type { AgentErrorCode } from '../spec/agent-error.js';
import type { AudioFormat, AudioFormats } from '../spec/audio-format.js';
import { CLOSE_CODES, errorOfCloseCode, type ClosableErrorCode } from '../spec/close-code.js';
import type { Codec, OutgoingFrame } from '../spec/codec.js';
import type { Connection, ConnectionReport, ConnectionRequest } from '../spec/connection.js';
import type { Socket, SocketEvents } from '../spec/socket.js';
import type { ConnectionEvent } from '../spec/voice-event.js';
import { createIdAssigner } from './assign-ids.js';
import { createBargeInFastPath } from './barge-in-fast-path.js';
import { elideAudio } from './elide-audio.js';
import { createMicrophoneFeed, type MicrophoneFeed } from './microphone-feed.js';

/** The largest message that is read. An audio delta has some thousand characters; the largest honest message echoes instructions and tools. */
const MAX_RECEIVED_LENGTH = 2 * 1024 * 1024;

/** Unsent bytes at which the connection is given up: nobody waits for audio that is a minute late. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;

export interface SocketConnectionOptions extends Pick<ConnectionRequest, 'microphone' | 'tracks' | 'speaker' | 'bargeIn'> {
  readonly codec: Codec;
  /** Called once, at once. */
  connect(events: SocketEvents): Socket;
  /** Whether close codes are the relay's; otherwise the codec explains them. */
  readonly isRelayed: boolean;
  /** The largest message that may be sent. */
  readonly maxMessageBytes: number | undefined;
  /** Reads the microphone's tracks on this thread, where it can. */
  captureTracks?(tracks: MessagePort, format: AudioFormat, emit: (bytes: ArrayBuffer) => void): void;
  readonly clock: Clock;
  /** Takes what one message or one change means, in order. */
  emit(reports: readonly ConnectionReport[]): void;
}

/** What the session commands; what it learns goes through `emit`. */
export type ConnectionControls = Omit<Connection, 'events'>;

/** Connects a socket, a codec and the ports of microphone and speaker, on the page's thread or in a Worker. Ends with `signal`. */
export function createSocketConnection(options: SocketConnectionOptions, signal: AbortSignal): ConnectionControls {
  const { codec, isRelayed, maxMessageBytes, microphone, tracks, speaker, clock, emit } = options;
  // Ids need to be unique, not secret.
  const ids = createIdAssigner(Math.random().toString(36).slice(2, 8));
  const fastPath = createBargeInFastPath(speaker, options.bargeIn);
  // A policy may close the socket before `connect` returns it.
  let socket: Socket | undefined = undefined;
  let feed: MicrophoneFeed | undefined;
  let gate: { readonly open: boolean; readonly preRoll?: boolean | undefined } = { open: false };
  let isClosed = false;

  const report = (event: ConnectionEvent): void => emit([{ source: 'connection', event }]);
  const close = (closeCode: number, reason: string, error: AgentErrorCode | null): void => {
    if (isClosed) return;
    isClosed = true;
    report({ type: 'connection-closed', closeCode, reason, error });
    socket?.close();
  };
  const giveUp = (code: ClosableErrorCode): void => close(CLOSE_CODES[code], code, code);

  const send = (frame: OutgoingFrame): void => {
    if (isClosed || socket === undefined) return;
    if (exceedsSendBuffer(socket, frame)) return giveUp('slow-consumer');
    if (maxMessageBytes !== undefined) {
      const bytes = byteLength(frame, maxMessageBytes);
      if (bytes > maxMessageBytes) return report({ type: 'frame-refused', bytes, limitBytes: maxMessageBytes });
    }
    socket.send(frame);
    report({ type: 'frame-sent', frame: elideAudio(typeof frame === 'string' ? parseJson(frame) : frame) });
  };

  const startAudio = ({ input, output }: AudioFormats): void => {
    speaker?.postMessage({ type: 'format', format: output });
    if (microphone === undefined || socket === undefined || feed !== undefined) return;
    const encode = (bytes: Uint8Array<ArrayBuffer>): OutgoingFrame => codec.encodeAudio(bytes);
    const started = (feed = createMicrophoneFeed(microphone, socket, encode, input, clock, report, signal));
    started.setOpen(gate.open, gate.preRoll);
    if (tracks) options.captureTracks?.(tracks, input, (bytes) => started.push(bytes.slice(0)));
  };

  const receive = (frame: unknown): void => {
    const { events: decoded, audio, replies = [] } = codec.decode(frame);
    const events = decoded.map((event) => ids.assign(event));
    // First, so that the log has the audio before the speaker reports that it plays.
    emit([
      { source: 'connection', event: { type: 'frame-received', frame: elideAudio(frame) } },
      ...events.map((event) => ({ source: 'provider', event }) as const),
    ]);
    for (const event of events) {
      if (event.type === 'audio-formats') startAudio(event);
      else if (event.type !== 'agent-audio') fastPath.observe(event);
      else if (audio !== undefined) fastPath.play(audio, event.itemId, event.responseId);
    }
    replies.forEach(send);
  };

  const receiveText = (text: string): void => {
    const frame = parseJson(text);
    if (frame === undefined) report({ type: 'frame-malformed', message: 'not JSON', bytes: text.length });
    else receive(frame);
  };

  socket = options.connect({
    opened() {
      report({ type: 'connection-open' });
      if (codec.formats !== undefined) {
        emit([{ source: 'provider', event: { type: 'audio-formats', ...codec.formats } }]);
        startAudio(codec.formats);
      }
      codec.open().forEach(send);
    },
    message(data) {
      if (isClosed) return;
      if (lengthOf(data) > MAX_RECEIVED_LENGTH) giveUp('frame-too-large');
      else if (typeof data === 'string') receiveText(data);
      else if (data instanceof ArrayBuffer) receive(new Uint8Array(data));
      else report({ type: 'frame-malformed', message: 'neither text nor bytes', bytes: 0 });
    },
    closed(closeCode, reason) {
      close(closeCode, reason, isRelayed ? errorOfCloseCode(closeCode) : codec.explainClose(closeCode, reason));
    },
  });
  onAbort(signal, () => {
    isClosed = true;
    socket?.close();
  });

  return {
    send(action) {
      if (isClosed) return;
      feed?.flush();
      ids.observeAction(action);
      fastPath.observeAction(action);
      codec.encode(action).forEach(send);
    },
    gateMicrophone(open, preRoll) {
      gate = { open, preRoll };
      feed?.setOpen(open, preRoll);
    },
    sendSilence(durationMs) {
      if (!isClosed) feed?.sendSilence(durationMs);
    },
  };
}

function exceedsSendBuffer({ bufferedAmount }: Socket, frame: OutgoingFrame): boolean {
  return bufferedAmount + frame.length > MAX_UNSENT_BYTES;
}

/** In UTF-8, where a code unit takes at most three bytes: most texts need not be encoded to be known to fit. */
function byteLength(frame: OutgoingFrame, maxBytes: number): number {
  if (typeof frame !== 'string' || frame.length * 3 <= maxBytes) return frame.length;
  return new TextEncoder().encode(frame).length;
}

function lengthOf(data: unknown): number {
  if (typeof data === 'string') return data.length;
  return data instanceof ArrayBuffer ? data.byteLength : 0;
}
