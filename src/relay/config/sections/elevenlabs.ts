import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { count, list, baseUrl, serviceKey } from '../variable.js';

export const elevenlabs = {
  title: 'ElevenLabs: pages connect to the agent directly, with addresses that the relay has signed',
  shape: {
    ELEVENLABS_API_KEY: serviceKey.optional().register(explanations, {
      about: 'API key. It never leaves the relay. Requires an agent.',
      example: '...',
      isSecret: true,
    }),
    ELEVENLABS_AGENT_ID: z.string().optional().register(explanations, { about: 'Default agent.', example: 'agent_...' }),
    ELEVENLABS_ALLOWED_AGENTS: list(z.string()).default([]).register(explanations, {
      about: 'Other agents that pages may request, separated by commas.',
      example: 'agent_...,agent_...',
    }),
    ELEVENLABS_BASE_URL: baseUrl
      .default('https://api.elevenlabs.io')
      .register(explanations, { about: 'Base address of the API. ElevenLabs has others for data residency.' }),
    RELAY_SIGNED_URLS_PER_DAY: count({ least: 0, most: 1_000_000 }).default(0).register(explanations, {
      about:
        'Signed addresses per subject and day (UTC); 0 for no limit. These conversations do not pass through the relay, so it cannot limit anything else.',
    }),
  },
  requires({ USE_VOICE_PROVIDER: choice, ELEVENLABS_API_KEY: key }) {
    return [
      ...(choice === 'elevenlabs' || choice === 'both'
        ? [{ variable: 'ELEVENLABS_API_KEY', because: `USE_VOICE_PROVIDER is ${choice}` }]
        : []),
      ...(key === undefined ? [] : [{ variable: 'ELEVENLABS_AGENT_ID', because: 'ELEVENLABS_API_KEY is' }]),
    ];
  },
} satisfies Section;
