import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { flag, list, origin, webUrl } from '../variable.js';

export const authentication = {
  title: 'Who may come in',
  shape: {
    RELAY_ALLOWED_ORIGINS: list(origin).default([]).register(explanations, {
      about:
        'Origins of the pages that embed the agent, separated by commas; `none` stands for programs, which have no origin. Without a list only pages of this machine are served.',
      example: 'https://shop.example,https://www.shop.example',
    }),
    RELAY_AUTH_SECRET: z
      .string()
      .min(32, { error: 'must have at least 32 characters, for instance from `openssl rand -base64 32`.' })
      .optional()
      .register(explanations, {
        about:
          'Asks for tokens (JWT with sub and exp) that your server signed with this secret (HS256): 32 characters or more, for instance from `openssl rand -base64 32`.',
        isSecret: true,
      }),
    RELAY_AUTH_JWKS_URL: webUrl.optional().register(explanations, {
      about: 'The same with the public keys at this address, in place of a secret.',
      example: 'https://shop.example/.well-known/jwks.json',
    }),
    RELAY_AUTH_ISSUER: z
      .string()
      .optional()
      .register(explanations, { about: 'What tokens must say as iss.', example: 'https://shop.example' }),
    RELAY_AUTH_AUDIENCE: z
      .string()
      .optional()
      .register(explanations, { about: 'What tokens must say as aud.', example: 'voice' }),
    RELAY_ANONYMOUS: flag.default(false).register(explanations, {
      about: 'Lets everybody in who reaches a relay that listens beyond this machine without tokens.',
    }),
  },
} satisfies Section;
