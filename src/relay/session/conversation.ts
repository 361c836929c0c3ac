import { createChild } from '../../lib/child-signal.js';
import { onAbort } from '../../lib/on-abort.js';
import { CLOSE_CODES, CLOSE_NORMAL, type ClosableErrorCode } from '../../spec/close-code.js';
import { carry, type Carriage } from './forward.js';
import type { Leg } from './leg.js';
import type { Watch } from './frame-inspector.js';

/** Who ended a conversation, and why. `code` is `null` where nothing went wrong. */
export interface Ending {
  readonly by: 'client' | 'upstream' | 'relay';
  readonly code: ClosableErrorCode | null;
}

export interface Conversation {
  /** Starts carrying, with what came early first. */
  begin(watch: Pick<Watch, 'inspectClient' | 'inspectUpstream' | 'restMs'>): void;
  /** Ends it in order and tells the client why. What follows the first ending is ignored. */
  end(code: ClosableErrorCode | null): void;
  /** Resolves when both sides are closed. Never rejects. */
  readonly done: Promise<Ending>;
}

export interface ConversationOptions {
  readonly client: Leg;
  readonly upstream: Leg;
  /** What an upstream's goodbye means to the client. */
  readonly meaningOf: (closeCode: number, reason: string) => ClosableErrorCode | null;
  /** What is still to be done with the upstream after the client is gone. */
  readonly settle: () => Promise<void>;
  /** Seconds that the relay itself added to the way of a frame; told of some frames only. */
  readonly observeAdded?: (seconds: number) => void;
  readonly stallMs: number;
}

/** Joins two open legs, until one of them, the relay or `signal` ends it; an abort drops both at once. */
export function createConversation(
  { client, upstream, meaningOf, settle, observeAdded, stallMs }: ConversationOptions,
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
  void upstream.closed.then(({ closeCode, reason }) => finish({ by: 'upstream', code: meaningOf(closeCode, reason) }));

  const done = ended.then(async (ending) => {
    const { code } = ending;
    client.close(code === null ? CLOSE_NORMAL : CLOSE_CODES[code], code ?? '');
    await settle();
    upstream.close(CLOSE_NORMAL, '');
    await Promise.all([client.closed, upstream.closed]);
    return ending;
  });

  return {
    begin(watch) {
      const down: Carriage = {
        from: upstream,
        to: client,
        inspect: (frame, isBinary) => watch.inspectUpstream(frame, isBinary),
        stallMs,
        onStalled: () => end('slow-consumer'),
        ...(observeAdded && { observeAdded }),
      };
      const up: Carriage = {
        ...down,
        from: client,
        to: upstream,
        inspect: (frame, isBinary, receivedBytes) => watch.inspectClient(frame, isBinary, receivedBytes),
        restMs: () => watch.restMs,
        onStalled: () => end('upstream-timeout'),
      };
      carry(down, talking.signal);
      carry(up, talking.signal);
    },
    end,
    done,
  };
}
