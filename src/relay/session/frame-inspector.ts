import { systemClock } from '../../lib/clock.js';
import type { AgentErrorCode } from '../../spec/agent-error.js';
import type { ClosableErrorCode } from '../../spec/close-code.js';
import { MessageLimits, type ReachedLimit } from '../limits/message-limits.js';
import type { ClientVerdict, ProtocolSession } from '../protocols/upstream-protocol.js';

export interface FrameInspectorOptions {
  readonly session: ProtocolSession;
  /** Of speech, encoded as the protocol does. */
  readonly audioBytesPerSecond: number;
  /** What a page may send besides speech. */
  readonly eventBytesPerSecond: number;
  readonly sendToClient: (message: string) => void;
  readonly end: (code: ClosableErrorCode) => void;
  /** Called for every frame. */
  readonly countFrame: (from: 'client' | 'upstream') => void;
  readonly onRejected: (code: AgentErrorCode) => void;
  readonly onLimitReached: (limit: ReachedLimit) => void;
}

/** Rejected events after which a conversation ends. */
const MAX_REJECTED = 20;

/**
 * Decides what happens to each frame of one conversation: which are forwarded, when the client has to slow down, and when
 * it sends too much. A class, because it is on the hot path.
 */
export class FrameInspector {
  readonly #options: FrameInspectorOptions;
  readonly #session: ProtocolSession;
  readonly #countFrame: FrameInspectorOptions['countFrame'];
  readonly #limits: MessageLimits;
  #pacingDelayMs = 0;
  #audioBytes = 0;
  #rejected = 0;
  #limitReached = false;
  /** A flag instead of a time, because reading the clock for every frame would cost more than the rest of this class. */
  #wasActive = true;

  constructor(options: FrameInspectorOptions) {
    this.#options = options;
    this.#session = options.session;
    this.#countFrame = options.countFrame;
    this.#limits = new MessageLimits(systemClock, options);
  }

  /** What the service receives of a client's frame of `receivedBytes`; `undefined` for nothing. */
  inspectClient(frame: Buffer, isBinary: boolean, receivedBytes = frame.length): Buffer | string | undefined {
    this.#countFrame('client');
    const verdict = this.#session.checkClient(frame, isBinary);
    this.#pacingDelayMs = 0;
    const isAudio = verdict.passes && verdict.isAudio;
    if (verdict.passes && (isAudio || verdict.audioBytes > 0)) {
      this.#pacingDelayMs = this.#limits.takeSpeech(verdict.audioBytes);
      this.#audioBytes += verdict.audioBytes;
    }
    if (isAudio && verdict.message === frame && receivedBytes === frame.length) return frame;
    const bytes = receivedBytes - (verdict.passes ? verdict.audioBytes : 0);
    const limit = isAudio ? this.#limits.takeBytes(bytes) : this.#limits.takeEvent(bytes);
    if (limit !== null) return this.#stop(limit);
    if (isAudio) return verdict.message;
    this.#wasActive = true;
    return verdict.passes ? verdict.message : this.#reject(verdict);
  }

  /** What the client receives of a service's frame; `undefined` for nothing. */
  inspectUpstream(frame: Buffer, isBinary: boolean): Buffer | string | undefined {
    this.#countFrame('upstream');
    this.#wasActive = true;
    return this.#session.readUpstream(frame, isBinary);
  }

  /** Milliseconds for which the client must not be read after the frame that was inspected last. */
  get pacingDelayMs(): number {
    return this.#pacingDelayMs;
  }

  /** Encoded bytes of speech that were forwarded. */
  get audioBytes(): number {
    return this.#audioBytes;
  }

  /** Whether either side sent something that matters since the last call. Audio chunks do not: a microphone streams silence. */
  takeActivity(): boolean {
    const was = this.#wasActive;
    this.#wasActive = false;
    return was;
  }

  #reject({ code, reply }: ClientVerdict & { readonly passes: false }): undefined {
    this.#rejected += 1;
    this.#options.onRejected(code);
    this.#options.sendToClient(reply);
    if (this.#rejected >= MAX_REJECTED) this.#options.end('policy-violation');
  }

  #stop(limit: ReachedLimit): undefined {
    if (!this.#limitReached) this.#options.onLimitReached(limit);
    this.#limitReached = true;
    this.#options.end('rate-limited');
  }
}
