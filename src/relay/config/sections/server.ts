import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { count, list, network, webUrl } from '../variable.js';

export const server = {
  title: 'Where it listens',
  shape: {
    PORT: count({ least: 0, most: 65_535 })
      .default(8787)
      .register(explanations, { about: 'The port; 0 takes any that is free.' }),
    HOST: z
      .string()
      .default('127.0.0.1')
      .register(explanations, { about: 'The address to listen at. 127.0.0.1 serves this machine only, 0.0.0.0 everybody.' }),
    RELAY_PUBLIC_URL: webUrl.optional().register(explanations, {
      about:
        'The address that pages reach the relay by, where a proxy stands in front of it. Without it, what a trusted proxy says, or the address of the request itself.',
      example: 'https://voice.example',
    }),
    RELAY_TRUSTED_PROXIES: list(network).default([]).register(explanations, {
      about:
        'Proxies that are believed when they say where a request came from and by which address: addresses or networks, separated by commas. Without it nobody is.',
      example: '10.0.0.0/8',
    }),
    RELAY_PROXY_HEADERS: z
      .enum(['x-forwarded', 'forwarded'], { error: 'must be x-forwarded or forwarded.' })
      .default('x-forwarded')
      .register(explanations, {
        about:
          'Where these proxies say so: in X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host, or in Forwarded (RFC 7239). The other kind is not read: anybody could have sent it.',
      }),
  },
} satisfies Section;
