import { z } from 'zod';
import { isLoopback } from '../loopback.js';
import { amount, count, flag, sessionJson, list, network, origin, webUrl } from './variable.js';

/** One entry a variable: the only place that knows names, defaults and bounds. `.env.example` explains each. */
const variables = z.object({
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
  AZURE_OPENAI_ENDPOINT: webUrl.optional(),
  AZURE_OPENAI_API_KEY: z.string().optional(),
  AZURE_OPENAI_TOKEN_COMMAND: z.string().optional(),
  AZURE_OPENAI_DEPLOYMENT: z.string().optional(),
  AZURE_OPENAI_TRANSCRIPTION_DEPLOYMENT: z.string().optional(),
  AZURE_OPENAI_API_VERSION: z
    .undefined({
      error:
        'must not be set: only preview addresses take a version, and they speak the dialect that was switched off. Remove it.',
    })
    .optional(),
  ELEVENLABS_API_KEY: z.string().optional(),
  ELEVENLABS_AGENT_ID: z.string().optional(),
  ELEVENLABS_ALLOWED_AGENTS: list(z.string()).default([]),
  ELEVENLABS_BASE_URL: webUrl.default('https://api.elevenlabs.io'),
  USE_VOICE_PROVIDER: z.enum(['elevenlabs', 'openai', 'both'], { error: 'must be elevenlabs, openai or both.' }).optional(),
  LOCAL_LLM_URL: webUrl.optional(),

  RELAY_ALLOWED_ORIGINS: list(origin).default([]),
  RELAY_ANONYMOUS: flag.default(false),
  RELAY_AUTH_SECRET: z
    .string()
    .min(32, { error: 'must have at least 32 characters, for instance from `openssl rand -base64 32`.' })
    .optional(),
  RELAY_AUTH_JWKS_URL: webUrl.optional(),
  RELAY_AUTH_ISSUER: z.string().optional(),
  RELAY_AUTH_AUDIENCE: z.string().optional(),
  RELAY_TRUSTED_PROXIES: list(network).default([]),

  RELAY_LOCKS: list(z.enum(['instructions', 'tools'], { error: 'must list instructions, tools or both.' })).default([]),
  RELAY_SESSION: sessionJson.optional(),

  RELAY_MINTS_PER_MINUTE: count({ least: 0, most: 100_000 }).optional(),
  RELAY_SESSIONS_PER_SUBJECT: count({ least: 0, most: 100_000 }).optional(),
  RELAY_MAX_SESSIONS: count({ least: 0, most: 1_000_000 }).default(0),
  RELAY_SIGNED_URLS_PER_DAY: count({ least: 0, most: 1_000_000 }).default(0),
  RELAY_SESSION_SECONDS: count({ least: 1, most: 86_400 }).default(3_600),
  RELAY_IDLE_SECONDS: count({ least: 0, most: 86_400 }).default(600),
  RELAY_SESSION_USD: amount.default(0),
  RELAY_DAILY_MINUTES: amount.default(0),
  RELAY_DAILY_TOKENS: count({ least: 0, most: Number.MAX_SAFE_INTEGER }).default(0),
  RELAY_DAILY_USD: amount.default(0),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, { error: 'must be a redis:// or rediss:// address.' })
    .optional(),
  RELAY_USAGE_FILE: z.string().optional(),
  RELAY_ALERT_URL: webUrl.optional(),
  RELAY_METRICS_TOKEN: z.string().optional(),

  RELAY_DIAL_TIMEOUT_MS: count({ least: 100, most: 60_000 }).default(10_000),
  RELAY_PING_MS: count({ least: 50, most: 60_000 }).default(15_000),
  RELAY_STALL_MS: count({ least: 50, most: 30_000 }).default(15_000),
  RELAY_SETTLE_MS: count({ least: 0, most: 30_000 }).default(10_000),
  RELAY_DRAIN_MS: count({ least: 0, most: 3_600_000 }).default(10_000),
});

export const VARIABLES: readonly string[] = Object.keys(variables.shape);

export const environment = variables
  .superRefine((settings, context) => {
    const need = (variable: keyof typeof settings, because: string): void => {
      if (settings[variable] === undefined)
        context.addIssue({ code: 'custom', path: [variable], message: `must be set, because ${because}.` });
    };
    if (settings.AZURE_OPENAI_ENDPOINT !== undefined) {
      need('AZURE_OPENAI_DEPLOYMENT', 'AZURE_OPENAI_ENDPOINT is');
      if (settings.AZURE_OPENAI_TOKEN_COMMAND === undefined)
        need('AZURE_OPENAI_API_KEY', 'AZURE_OPENAI_ENDPOINT is (or AZURE_OPENAI_TOKEN_COMMAND)');
    }
    const speaksElevenLabs = settings.USE_VOICE_PROVIDER === 'elevenlabs' || settings.USE_VOICE_PROVIDER === 'both';
    if (speaksElevenLabs) need('ELEVENLABS_API_KEY', `USE_VOICE_PROVIDER is ${settings.USE_VOICE_PROVIDER}`);
    if (settings.ELEVENLABS_API_KEY !== undefined) need('ELEVENLABS_AGENT_ID', 'ELEVENLABS_API_KEY is');
  })
  .transform((settings) => {
    // Whoever starts a relay for this machine alone need not be protected from themselves.
    const local =
      isLoopback(settings.HOST) && settings.RELAY_AUTH_SECRET === undefined && settings.RELAY_AUTH_JWKS_URL === undefined;
    return {
      ...settings,
      RELAY_MINTS_PER_MINUTE: settings.RELAY_MINTS_PER_MINUTE ?? (local ? 0 : 60),
      RELAY_SESSIONS_PER_SUBJECT: settings.RELAY_SESSIONS_PER_SUBJECT ?? (local ? 0 : 5),
    };
  });
