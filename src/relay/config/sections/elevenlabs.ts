import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { count, list, webUrl } from '../variable.js';

export const elevenlabs = {
  title: 'ElevenLabs: pages talk to the agent directly, at addresses that this relay has signed',
  shape: {
    ELEVENLABS_API_KEY: z
      .string()
      .optional()
      .register(explanations, { about: 'The key. It stays in the relay, and needs an agent.', example: '...', isSecret: true }),
    ELEVENLABS_AGENT_ID: z
      .string()
      .optional()
      .register(explanations, { about: 'The agent that a page gets which asks for none.', example: 'agent_...' }),
    ELEVENLABS_ALLOWED_AGENTS: list(z.string()).default([]).register(explanations, {
      about: 'Further agents that a page may ask for, separated by commas.',
      example: 'agent_...,agent_...',
    }),
    ELEVENLABS_BASE_URL: webUrl
      .default('https://api.elevenlabs.io')
      .register(explanations, { about: 'Where addresses are signed; ElevenLabs has others for data that stays in a region.' }),
    RELAY_SIGNED_URLS_PER_DAY: count({ least: 0, most: 1_000_000 }).default(0).register(explanations, {
      about:
        'Addresses that one subject may have in a day (UTC); 0 for any. What is said there never comes by the relay, so this is all there is to limit.',
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
