import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { createChild } from '../../lib/child-signal.js';
import { systemClock } from '../../lib/clock.js';
import { onAbort } from '../../lib/on-abort.js';
import { after, every } from '../../lib/timer.js';
import { Refusal } from '../refusal.js';
import { createAdaptiveTimeout } from './adaptive-timeout.js';

export interface RedisAddress {
  readonly url: string;
  /** How long each answer is waited for at least. */
  readonly timeoutMs: number;
}

/** One connection to Redis that never makes anybody wait for long. */
export interface RedisLink {
  readonly redis: Redis;
  /** Whether the last thing that was asked was answered. */
  readonly ready: boolean;
  /**
   * Runs a command.
   *
   * @throws Refusal `upstream-unavailable` where Redis is down, busy or slow: who cannot be counted is not let in.
   */
  ask<T>(command: (redis: Redis) => Promise<T>): Promise<T>;
}

/** Longer than any {@link AdaptiveTimeout}: by then nobody waits for the answer any more, but it still tells that Redis is there. */
const COMMAND_TIMEOUT_MS = 10_000;
/** For answers that have arrived but were not read yet, where this process itself was held up. */
const READING_MS = 20;
const PROBE_MS = 1_000;
const FIRST_ANSWER_MS = 2_000;
const MAX_RECONNECT_MS = 1_000;
const RETRY_SECONDS = 2;

/** Resolves when Redis answers, or when it is clear that it will not for now; it is asked again every second. */
export async function openRedisLink({ url, timeoutMs }: RedisAddress, log: Logger, signal: AbortSignal): Promise<RedisLink> {
  const redis = new Redis(url, {
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: 2_000,
    // A command that was kept for later would be answered when nobody waits for it any more.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 50, MAX_RECONNECT_MS),
  });
  const answerTimeout = createAdaptiveTimeout(systemClock, timeoutMs);
  let ready = false;

  const note = (isReady: boolean): void => {
    if (isReady === ready) return;
    ready = isReady;
    if (isReady) log.info('the shared state answers');
    else log.error('the shared state does not answer: nobody is let in until it does');
  };
  /** Rejects when the time-out expires; the answer counts whenever it comes. */
  const answerOf = <T>(command: Promise<T>): Promise<T> => {
    const began = systemClock.now();
    const waiting = createChild(signal);
    const tooLate = new Promise<never>((_resolve, reject) => {
      const giveUp = (): void => reject(new Error('Redis did not answer in time'));
      after(answerTimeout.ms, () => after(READING_MS, giveUp, waiting.signal), waiting.signal);
    });
    command.then(
      () => {
        answerTimeout.note(systemClock.now() - began);
        note(true);
      },
      () => undefined,
    );
    return Promise.race([command, tooLate]).finally(() => waiting.abort());
  };
  const probe = (): Promise<void> =>
    answerOf(redis.ping()).then(
      () => note(true),
      () => note(false),
    );
  const refuse = (cause?: unknown): Refusal =>
    new Refusal('upstream-unavailable', 'The relay cannot decide this right now.', { cause, retryAfterSeconds: RETRY_SECONDS });
  const ask: RedisLink['ask'] = async (command) => {
    // Only those who are waiting already wait in vain; who comes after them knows.
    if (!ready) throw refuse();
    try {
      return await answerOf(command(redis));
    } catch (cause) {
      note(false);
      // One late answer is no outage: if it was only that, the next caller shall not pay for it.
      void probe();
      throw refuse(cause);
    }
  };

  // Its errors also reject the commands, which is where they are dealt with.
  redis.on('error', () => note(false));
  redis.on('ready', () => void probe());
  every(PROBE_MS, () => void probe(), signal);
  onAbort(signal, () => redis.disconnect());
  const first = createChild(signal);
  await new Promise<void>((resolve) => {
    redis.once('ready', () => void probe().then(resolve));
    after(FIRST_ANSWER_MS, resolve, first.signal);
    onAbort(signal, resolve);
  });
  first.abort();
  if (!ready) log.error('the shared state does not answer: nobody is let in until it does');

  return {
    redis,
    get ready() {
      return ready;
    },
    ask,
  };
}

/** A key that names nobody. */
export function keyOf(kind: string, name: string): string {
  return `voice-agent:${kind}:${createHash('sha256').update(name).digest('base64url')}`;
}
