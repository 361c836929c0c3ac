import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';

export const sharedState = {
  title: 'More than one relay',
  shape: {
    REDIS_URL: z
      .string()
      .regex(/^rediss?:\/\//, { error: 'must be a redis:// or rediss:// address.' })
      .optional()
      .register(explanations, {
        about: 'With it, any number of relays share tickets, places, allowances and rates.',
        example: 'redis://127.0.0.1:6379',
      }),
  },
} satisfies Section;
