import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { webUrl } from '../variable.js';

export const logging = {
  title: 'Logging and metrics',
  shape: {
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
        error: 'must be fatal, error, warn, info, debug or silent. Remove it for info.',
      })
      .default('info')
      .register(explanations, { about: 'fatal, error, warn, info, debug or silent.' }),
    RELAY_USAGE_FILE: z.string().optional().register(explanations, {
      about: 'File for usage records, one JSON line per conversation. By default they go to the log.',
      example: '/var/log/voice-agent/usage.jsonl',
    }),
    RELAY_ALERT_URL: webUrl.optional().register(explanations, {
      about: 'Webhook that receives alerts as JSON, at most one per minute of each kind.',
      example: 'https://ops.example/hooks/voice',
    }),
    RELAY_METRICS_TOKEN: z.string().optional().register(explanations, {
      about: 'Token for /metrics. By default only this machine can read them.',
      example: '...',
      isSecret: true,
    }),
  },
} satisfies Section;
