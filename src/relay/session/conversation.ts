import { createChild } from '../../lib/child-signal.js';
import { onAbort } from '../../lib/on-abort.js';
import { CLOSE_CODES, CLOSE_NORMAL, type ClosableErrorCode } from '../../spec/close-code.js';
import { forward, type Forwarding } from './forward.js';
import type { Peer } from './peer.js';
import type { Ending } from './ending.js';
import type { FrameInspector } from './frame-inspector.js';

export interface Conversation {
  /** Starts forwarding, with the frames that arrived early first. */
  begin(inspector: Pick<FrameInspector, 'inspectClient' | 'inspectUpstream' | 'pacingDelayMs'>): void;
  /** Closes both sides; the client's close frame carries the code. Only the first call counts. */
  end(code: ClosableErrorCode | null): void;
  /** Resolves when both sides are closed. Never rejects. */
  readonly done: Promise<Ending>;
}

export interface ConversationOptions {
  readonly client: Peer;
  readonly upstream: Peer;
  /** What a close code of the service means to the client. */
  readonly mapCloseCode: (closeCode: number, reason: string) => ClosableErrorCode | null;
  /** Finishes with the service before its connection is closed. */
  readonly settle: () => Promise<void>;
  /** Seconds that the relay added to the latency of a frame; sampled. */
  readonly observeAdded?: (seconds: number) => void;
  readonly stallMs: number;
}

/** Joins two open connections until one of them, the relay or `signal` ends the conversation; an abort drops both at once. */
export function createConversation(
  { client, upstream, mapCloseCode, settle, observeAdded, stallMs }: ConversationOptions,
  signal: AbortSignal,
): Conversation {
  const talking = createChild(signal);
  let setEnding: (ending: Ending) => void = () => undefined;
  const ended = new Promise<Ending>((resolve) => (setEnding = resolve));

  const finish = (ending: Ending): void => {
    talking.abort();
    setEnding(ending);
  };
  const end: Conversation['end'] = (code) => finish({ by: 'relay', code });
  onAbort(signal, () => {
    client.terminate();
    upstream.terminate();
    end('server-draining');
  });
  void client.closing.then((code) => finish({ by: 'client', code }));
  void upstream.closed.then(({ closeCode, reason }) => finish({ by: 'upstream', code: mapCloseCode(closeCode, reason) }));

  const done = ended.then(async (ending) => {
    const { code } = ending;
    client.close(code === null ? CLOSE_NORMAL : CLOSE_CODES[code], code ?? '');
    await settle();
    upstream.close(CLOSE_NORMAL, '');
    await Promise.all([client.closed, upstream.closed]);
    return ending;
  });

  return {
    begin(inspector) {
      const down: Forwarding = {
        from: upstream,
        to: client,
        inspect: (frame, isBinary) => inspector.inspectUpstream(frame, isBinary),
        stallMs,
        onStalled: () => end('slow-consumer'),
        ...(observeAdded && { observeAdded }),
      };
      const up: Forwarding = {
        ...down,
        from: client,
        to: upstream,
        inspect: (frame, isBinary, receivedBytes) => inspector.inspectClient(frame, isBinary, receivedBytes),
        pacingDelayMs: () => inspector.pacingDelayMs,
        onStalled: () => end('upstream-timeout'),
      };
      forward(down, talking.signal);
      forward(up, talking.signal);
    },
    end,
    done,
  };
}
