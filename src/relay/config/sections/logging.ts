import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { webUrl } from '../variable.js';

export const logging = {
  title: 'What it tells',
  shape: {
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
        error: 'must be fatal, error, warn, info, debug or silent. Remove it for info.',
      })
      .default('info')
      .register(explanations, { about: 'fatal, error, warn, info, debug or silent.' }),
    RELAY_USAGE_FILE: z.string().optional().register(explanations, {
      about: 'One JSON line for each conversation; without it they go to the log.',
      example: '/var/log/voice-agent/usage.jsonl',
    }),
    RELAY_ALERT_URL: webUrl.optional().register(explanations, {
      about: 'Gets a POST with JSON when something looks wrong, once a minute for each kind at the most.',
      example: 'https://ops.example/hooks/voice',
    }),
    RELAY_METRICS_TOKEN: z
      .string()
      .optional()
      .register(explanations, { about: 'Who may read /metrics; without it this machine alone.', example: '...', isSecret: true }),
  },
} satisfies Section;
