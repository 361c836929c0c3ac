import { isFields, type Fields } from '../../lib/fields.js';
import { systemClock } from '../../lib/clock.js';
import type { AgentErrorCode } from '../../spec/agent-error.js';
import type { ClosableErrorCode } from '../../spec/close-code.js';
import { createMessageLimits, type ReachedLimit } from '../limits/message-limits.js';
import { createClientPolicy, type PolicyRules, type Verdict } from '../policy/client-policy.js';
import { parseJson } from '../policy/parse-json.js';
import { callIdsIn, isAnswer, isStreamed, withoutLocked } from '../policy/server-frames.js';
import type { Books } from '../usage/books.js';
import { createAnswerClock } from './answer-clock.js';
import { errorEvent } from './error-event.js';
import { createRedact } from './redact.js';
import type { Carriage } from './carry.js';

/** What a relay does with the frames of one conversation besides carrying them. */
export interface Watch {
  readonly inspectClient: Carriage['inspect'];
  readonly inspectUpstream: Carriage['inspect'];
  readonly paceMs: () => number;
  /** Whether the service is speaking, or thinking about what to say. */
  readonly responding: boolean;
  /** Resolves the next time that it is done with a response. */
  responseDone(): Promise<void>;
  /** When a side last said something that matters: silence streamed by an open microphone does not. */
  readonly lastActiveAt: number;
  /** Base64 letters of speech that were passed on. */
  readonly audioLetters: number;
}

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
  | { readonly type: 'upstream-error' };

/** Refused events after which a page is no page any more. */
const MAX_REFUSALS = 20;

export function createWatch(options: WatchOptions): Watch {
  const { rules, eventBytesPerSecond, books, secrets, tellClient, end, countFrame, onEvent } = options;
  const policy = createClientPolicy(rules);
  const limits = createMessageLimits(systemClock, eventBytesPerSecond);
  const answer = createAnswerClock(systemClock);
  const waiting: (() => void)[] = [];
  let restMs = 0;
  let refusals = 0;
  let stopped = false;
  let responding = false;
  let audioLetters = 0;
  let lastActiveAt = systemClock.now();

  const refuse = (verdict: Verdict & { readonly passes: false }): void => {
    refusals += 1;
    onEvent({ type: 'refused', code: verdict.code });
    tellClient(errorEvent(verdict.code, verdict.message, verdict.eventId));
    if (refusals >= MAX_REFUSALS) end('policy-violation');
  };
  const stop = (limit: ReachedLimit): undefined => {
    if (!stopped) onEvent({ type: 'limit-reached', limit });
    stopped = true;
    end('rate-limited');
  };
  const note = (event: Fields): void => {
    for (const callId of callIdsIn(event)) policy.noteCall(callId);
    if (event.type === 'response.created') responding = true;
    answer.note(event.type);
    books.note(event);
    if (event.type === 'response.done') {
      responding = false;
      waiting.splice(0).forEach((resolve) => resolve());
      onEvent({ type: 'response-done' });
    }
    if (event.type === 'error') onEvent({ type: 'upstream-error' });
  };
  const redact = createRedact(secrets);

  return {
    inspectClient(frame, isBinary) {
      countFrame('client');
      const verdict = policy.judge(frame, isBinary);
      restMs = 0;
      const isChunk = verdict.passes && verdict.type === 'input_audio_buffer.append';
      if (verdict.passes && (isChunk || verdict.audioLetters > 0)) {
        restMs = limits.takeSpeech(verdict.audioLetters);
        audioLetters += verdict.audioLetters;
      }
      if (isChunk && verdict.frame === frame) return frame;
      const bytes = frame.length - (verdict.passes ? verdict.audioLetters : 0);
      const reached = isChunk ? limits.takeWrapping(bytes) : limits.takeEvent(bytes);
      if (reached !== null) return stop(reached);
      if (isChunk) return verdict.frame;
      lastActiveAt = systemClock.now();
      return verdict.passes ? verdict.frame : void refuse(verdict);
    },
    inspectUpstream(frame, isBinary) {
      if (isBinary) return undefined;
      countFrame('upstream');
      lastActiveAt = systemClock.now();
      if (isStreamed(frame)) {
        if (answer.running && isAnswer(frame)) onEvent({ type: 'answer-begins', afterSeconds: answer.stop() });
        return frame;
      }
      const event = parseJson(frame);
      if (!isFields(event)) return undefined;
      note(event);
      const shown = withoutLocked(event, rules.locks);
      // Written anew, because a service may write the letters of a key in more than one way.
      const text = JSON.stringify(shown);
      const clean = redact(text);
      return shown === event && clean === text ? frame : clean;
    },
    paceMs: () => restMs,
    responseDone: () => new Promise((resolve) => waiting.push(resolve)),
    get responding() {
      return responding;
    },
    get lastActiveAt() {
      return lastActiveAt;
    },
    get audioLetters() {
      return audioLetters;
    },
  };
}
