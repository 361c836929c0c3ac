import { decodeBase64, encodeBase64 } from '../../src/lib/base64.js';
import type { Stage } from './stage.js';

/** From the service. */
export type ServiceFrame =
  { readonly type: 'audio'; readonly itemId: string; readonly audio: string } | { readonly type: 'interrupt' };

/** To the service; sound that goes as bytes comes without a frame. */
export interface SpokenFrame {
  readonly audio: string;
}

/** Something that plays what a voice service sends. */
export interface Player {
  play(itemId: string, pcm: Int16Array<ArrayBuffer>): void;
  /** Answers how many milliseconds of the item it believes were heard, if it knows. */
  interrupt(): Promise<number | undefined>;
}

export interface PlainSocket {
  /** Base64 in JSON. */
  sendText(pcm: ArrayBuffer): void;
  sendBytes(pcm: ArrayBuffer): void;
  close(): void;
}

/** A socket on the page's main thread, where all kits for browsers have it. */
export async function openPlainSocket(stage: Stage, player?: Player): Promise<PlainSocket> {
  const socket = new WebSocket(stage.url.replace('http', 'ws'));
  const interrupt = async (): Promise<void> => stage.silenced(await player?.interrupt());
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const frame = JSON.parse(data) as ServiceFrame;
    if (frame.type === 'interrupt') {
      stage.spoken();
      return void interrupt();
    }
    stage.began(frame.itemId);
    player?.play(frame.itemId, new Int16Array(decodeBase64(frame.audio).buffer));
  };
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  return {
    sendText: (pcm) => socket.send(JSON.stringify({ audio: encodeBase64(new Uint8Array(pcm)) } satisfies SpokenFrame)),
    sendBytes: (pcm) => socket.send(pcm),
    close: () => socket.close(),
  };
}
