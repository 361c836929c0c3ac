import type { LocalConnection } from '../../../../local/index.js';
import type { Closed, MessageListener, Peer, ReceivedMessage } from '../../../session/peer.js';

const ABNORMAL = 1006;
const NORMAL = 1000;

/** The peer for a connection to the local agent, which was opened with the signal of `life`. */
export function createLocalPeer(connection: LocalConnection, life: AbortController): Peer {
  let listener: MessageListener | undefined;
  let open: (() => void) | undefined;
  let gate: Promise<void> | undefined;
  const unread: ReceivedMessage[] = [];
  let leave: (how: Closed) => void = () => undefined;
  const closed = new Promise<Closed>((resolve) => (leave = resolve));
  const end = (closeCode: number): void => {
    life.abort();
    leave({ closeCode, reason: '' });
    open?.();
  };
  const resume = (): void => {
    open?.();
    gate = open = undefined;
  };

  return {
    closing: closed.then(() => null),
    closed,
    queuedBytes: () => 0,
    send(frame, onWritten) {
      connection.send(frame.toString());
      onWritten?.();
    },
    receive(onFrame) {
      const started = listener !== undefined;
      for (const received of unread.splice(0)) onFrame(...received);
      listener = onFrame;
      resume();
      if (started) return;
      const read = async (): Promise<void> => {
        for await (const frame of connection.frames) {
          await gate;
          listener?.(Buffer.from(frame), false);
        }
      };
      read().then(
        () => end(NORMAL),
        () => end(ABNORMAL),
      );
    },
    unread: (frames) => void unread.unshift(...frames),
    pause() {
      gate ??= new Promise((resolve) => (open = resolve));
    },
    resume,
    close: () => end(NORMAL),
    terminate: () => end(NORMAL),
  };
}
