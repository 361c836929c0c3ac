import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { count, list, network, baseUrl } from '../variable.js';

export const server = {
  title: 'Server',
  shape: {
    PORT: count({ least: 0, most: 65_535 })
      .default(8787)
      .register(explanations, { about: 'Port to listen on; 0 for any free port.' }),
    HOST: z
      .string()
      .default('127.0.0.1')
      .register(explanations, { about: 'Address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 for all interfaces.' }),
    RELAY_PUBLIC_URL: baseUrl.optional().register(explanations, {
      about:
        'Public address of the relay behind a proxy. By default the address that a trusted proxy reports, or that of the request itself.',
      example: 'https://voice.example',
    }),
    RELAY_TRUSTED_PROXIES: list(network).default([]).register(explanations, {
      about: 'Addresses or networks of proxies whose forwarding headers are trusted, separated by commas. By default none are.',
      example: '10.0.0.0/8',
    }),
    RELAY_PROXY_HEADERS: z
      .enum(['x-forwarded', 'forwarded'], { error: 'must be x-forwarded or forwarded.' })
      .default('x-forwarded')
      .register(explanations, {
        about:
          'Headers that these proxies set: X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host, or Forwarded (RFC 7239). The other kind is ignored, because a client could have sent it.',
      }),
  },
} satisfies Section;
