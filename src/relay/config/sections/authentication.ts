import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { flag, list, origin, webUrl } from '../variable.js';

export const authentication = {
  title: 'Authentication',
  shape: {
    RELAY_ALLOWED_ORIGINS: list(origin).default([]).register(explanations, {
      about:
        'Origins of the pages that embed the agent, separated by commas. `none` stands for clients without an origin, such as servers. By default only pages of this machine are served.',
      example: 'https://shop.example,https://www.shop.example',
    }),
    RELAY_AUTH_SECRET: z
      .string()
      .min(32, { error: 'must have at least 32 characters, for instance from `openssl rand -base64 32`.' })
      .optional()
      .register(explanations, {
        about:
          'Requires tokens (JWT with sub and exp) that your server signs with this secret (HS256). At least 32 characters, for instance from `openssl rand -base64 32`.',
        isSecret: true,
      }),
    RELAY_AUTH_JWKS_URL: webUrl.optional().register(explanations, {
      about: 'Address of the public keys (JWKS) that verify tokens, instead of a secret.',
      example: 'https://shop.example/.well-known/jwks.json',
    }),
    RELAY_AUTH_ISSUER: z
      .string()
      .optional()
      .register(explanations, { about: 'Required iss claim of tokens.', example: 'https://shop.example' }),
    RELAY_AUTH_AUDIENCE: z
      .string()
      .optional()
      .register(explanations, { about: 'Required aud claim of tokens.', example: 'voice' }),
    RELAY_ANONYMOUS: flag.default(false).register(explanations, {
      about: 'Admits everybody without a token, if the relay listens on a public address.',
    }),
  },
} satisfies Section;
