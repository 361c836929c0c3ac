import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';

export const sharedState = {
  title: 'Shared state',
  shape: {
    REDIS_URL: z
      .string()
      .regex(/^rediss?:\/\//, { error: 'must be a redis:// or rediss:// address.' })
      .optional()
      .register(explanations, {
        about: 'Redis server through which any number of relays share tickets, leases, allowances and rates.',
        example: 'redis://127.0.0.1:6379',
      }),
  },
} satisfies Section;
