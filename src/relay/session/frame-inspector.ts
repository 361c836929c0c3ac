import { isFields, type Fields } from '../../lib/fields.js';
import { systemClock } from '../../lib/clock.js';
import type { AgentErrorCode } from '../../spec/agent-error.js';
import type { ClosableErrorCode } from '../../spec/close-code.js';
import { MessageLimits, type ReachedLimit } from '../limits/message-limits.js';
import { createClientPolicy, type ClientPolicy, type PolicyRules, type Verdict } from '../protocols/openai/client-policy.js';
import { parseJson } from '../parse-json.js';
import { callIdsIn, isAnswer, isStreamed, withoutLocked } from '../protocols/openai/server-events.js';
import { upstreamErrorCodeOf, type UpstreamErrorCode } from '../protocols/openai/upstream-error-code.js';
import type { Books } from '../usage/usage-meter.js';
import { AnswerClock } from '../protocols/openai/response-timer.js';
import { errorEvent } from '../protocols/openai/error-event.js';
import { createRedact, type Redact } from './redact.js';

export interface WatchOptions {
  readonly rules: PolicyRules;
  /** What a page may send besides speech. */
  readonly eventBytesPerSecond: number;
  readonly books: Books;
  /** Never to be seen by a page, not even in a service's error. */
  readonly secrets: readonly string[];
  readonly tellClient: (frame: string) => void;
  readonly end: (code: ClosableErrorCode) => void;
  /** For every frame; it is on the hot path. */
  readonly countFrame: (from: 'client' | 'upstream') => void;
  readonly onEvent: (happening: WatchedEvent) => void;
}

/** For metrics, logs and alerts. */
export type WatchedEvent =
  | { readonly type: 'refused'; readonly code: AgentErrorCode }
  | { readonly type: 'limit-reached'; readonly limit: ReachedLimit }
  | { readonly type: 'answer-begins'; readonly afterSeconds: number }
  | { readonly type: 'response-done' }
  | { readonly type: 'upstream-error'; readonly code: UpstreamErrorCode };

/** Refused events after which a page is no page any more. */
const MAX_REFUSALS = 20;

/** What a relay does with the frames of one conversation besides carrying them. */
export class Watch {
  readonly #options: WatchOptions;
  readonly #countFrame: WatchOptions['countFrame'];
  readonly #policy: ClientPolicy;
  readonly #limits: MessageLimits;
  readonly #answer = new AnswerClock(systemClock);
  readonly #redact: Redact;
  readonly #waiting: (() => void)[] = [];
  #restMs = 0;
  #audioLetters = 0;
  #refusals = 0;
  #stopped = false;
  #responding = false;
  /** No time, because asking the clock for every frame would cost more than the rest of the account. */
  #wasActive = true;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#countFrame = options.countFrame;
    this.#policy = createClientPolicy(options.rules);
    this.#limits = new MessageLimits(systemClock, options.eventBytesPerSecond);
    this.#redact = createRedact(options.secrets);
  }

  /** What a service gets of a page's frame, which came as so many bytes; `undefined` where it gets nothing. */
  inspectClient(frame: Buffer, isBinary: boolean, receivedBytes = frame.length): Buffer | string | undefined {
    this.#countFrame('client');
    const verdict = this.#policy.judge(frame, isBinary);
    this.#restMs = 0;
    const isChunk = verdict.passes && verdict.type === 'input_audio_buffer.append';
    if (verdict.passes && (isChunk || verdict.audioLetters > 0)) {
      this.#restMs = this.#limits.takeSpeech(verdict.audioLetters);
      this.#audioLetters += verdict.audioLetters;
    }
    if (isChunk && verdict.frame === frame && receivedBytes === frame.length) return frame;
    const bytes = receivedBytes - (verdict.passes ? verdict.audioLetters : 0);
    const reached = isChunk ? this.#limits.takeWrapping(bytes) : this.#limits.takeEvent(bytes);
    if (reached !== null) return this.#stop(reached);
    if (isChunk) return verdict.frame;
    this.#wasActive = true;
    return verdict.passes ? verdict.frame : this.#refuse(verdict);
  }

  /** What a page gets of a service's frame; `undefined` where it gets nothing. */
  inspectUpstream(frame: Buffer, isBinary: boolean): Buffer | string | undefined {
    if (isBinary) return undefined;
    this.#countFrame('upstream');
    this.#wasActive = true;
    if (isStreamed(frame)) {
      if (this.#answer.running && isAnswer(frame))
        this.#options.onEvent({ type: 'answer-begins', afterSeconds: this.#answer.stop() });
      return frame;
    }
    const event = parseJson(frame);
    if (!isFields(event)) return undefined;
    this.#note(event);
    const shown = withoutLocked(event, this.#options.rules.locks);
    // Written anew, because a service may write the letters of a key in more than one way.
    const text = JSON.stringify(shown);
    const clean = this.#redact(text);
    return shown === event && clean === text ? frame : clean;
  }

  /** Milliseconds for which the page has to be quiet after the frame that was inspected last. */
  get restMs(): number {
    return this.#restMs;
  }

  /** Whether the service is speaking, or thinking about what to say. */
  get responding(): boolean {
    return this.#responding;
  }

  /** Base64 letters of speech that were passed on. */
  get audioLetters(): number {
    return this.#audioLetters;
  }

  /** Resolves the next time that the service is done with a response. */
  responseDone(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Whether a side said something that matters since this was last asked: silence streamed by an open microphone does not. */
  takeActivity(): boolean {
    const was = this.#wasActive;
    this.#wasActive = false;
    return was;
  }

  #refuse({ code, message, eventId }: Verdict & { readonly passes: false }): undefined {
    const { onEvent, tellClient, end } = this.#options;
    this.#refusals += 1;
    onEvent({ type: 'refused', code });
    tellClient(errorEvent(code, message, eventId));
    if (this.#refusals >= MAX_REFUSALS) end('policy-violation');
  }

  #stop(limit: ReachedLimit): undefined {
    if (!this.#stopped) this.#options.onEvent({ type: 'limit-reached', limit });
    this.#stopped = true;
    this.#options.end('rate-limited');
  }

  #note(event: Fields): void {
    const { books, onEvent } = this.#options;
    for (const callId of callIdsIn(event)) this.#policy.noteCall(callId);
    if (event.type === 'response.created') this.#responding = true;
    this.#answer.note(event.type);
    books.note(event);
    if (event.type === 'response.done') {
      this.#responding = false;
      this.#waiting.splice(0).forEach((resolve) => resolve());
      onEvent({ type: 'response-done' });
    }
    if (event.type === 'error') onEvent({ type: 'upstream-error', code: upstreamErrorCodeOf(event) });
  }
}
