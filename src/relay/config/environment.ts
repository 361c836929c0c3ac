import { z } from 'zod';
import { isLoopback } from '../loopback.js';
import { count, flag, list, origin, webUrl } from './variable.js';

/** One entry a variable: the only place that knows names, defaults and bounds. `.env.example` explains each. */
export const environment = z
  .object({
    PORT: count({ least: 0, most: 65_535 }).default(8787),
    HOST: z.string().default('127.0.0.1'),
    RELAY_PUBLIC_URL: webUrl.optional(),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
        error: 'must be fatal, error, warn, info, debug or silent. Remove it for info.',
      })
      .default('info'),

    OPENAI_API_KEY: z.string().optional(),
    OPENAI_BASE_URL: webUrl.default('https://api.openai.com/v1'),
    OPENAI_REALTIME_MODEL: z.string().default('gpt-realtime-2.1'),
    OPENAI_ALLOWED_MODELS: list(z.string()).default([]),
    OPENAI_DEFAULT_VOICE: z.string().default('marin'),
    OPENAI_ALLOWED_VOICES: list(z.string()).default([
      'alloy',
      'ash',
      'ballad',
      'cedar',
      'coral',
      'echo',
      'marin',
      'sage',
      'shimmer',
      'verse',
    ]),
    LOCAL_LLM_URL: webUrl.optional(),

    RELAY_ALLOWED_ORIGINS: list(origin).default([]),
    RELAY_ANONYMOUS: flag.default(false),

    RELAY_DIAL_TIMEOUT_MS: count({ least: 100, most: 60_000 }).default(10_000),
    RELAY_PING_MS: count({ least: 50, most: 60_000 }).default(15_000),
    RELAY_STALL_MS: count({ least: 50, most: 30_000 }).default(15_000),
    RELAY_DRAIN_MS: count({ least: 0, most: 3_600_000 }).default(10_000),
  })
  .superRefine((settings, context) => {
    const refuse = (variable: string, message: string): void => context.addIssue({ code: 'custom', path: [variable], message });
    const open = !isLoopback(settings.HOST) && !settings.RELAY_ANONYMOUS;
    if (open)
      refuse(
        'HOST',
        'opens the relay to the network, but nobody has to prove who they are. Use 127.0.0.1, or set RELAY_ANONYMOUS=true to let everybody in.',
      );
    if (settings.RELAY_ALLOWED_ORIGINS.includes('*') && settings.OPENAI_API_KEY !== undefined)
      refuse(
        'RELAY_ALLOWED_ORIGINS',
        '* would let every web page in the world spend your OPENAI_API_KEY. List the origins that embed the agent.',
      );
  });
