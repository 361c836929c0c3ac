import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { list, baseUrl, serviceKey } from '../variable.js';

const VOICES = ['alloy', 'ash', 'ballad', 'cedar', 'coral', 'echo', 'marin', 'sage', 'shimmer', 'verse'];

export const openai = {
  title: 'OpenAI',
  shape: {
    OPENAI_API_KEY: serviceKey
      .optional()
      .register(explanations, { about: 'API key. It never leaves the relay.', example: 'sk-...', isSecret: true }),
    OPENAI_BASE_URL: baseUrl.default('https://api.openai.com/v1').register(explanations, {
      about: 'Base address of a service that implements OpenAI’s Realtime API (GA) at <base>/realtime.',
    }),
    OPENAI_REALTIME_MODEL: z.string().default('gpt-realtime-2.1').register(explanations, { about: 'Default model.' }),
    OPENAI_ALLOWED_MODELS: list(z.string()).default([]).register(explanations, {
      about: 'Other models that pages may request, separated by commas.',
      example: 'gpt-realtime-2.1-mini',
    }),
    OPENAI_DEFAULT_VOICE: z.string().default('marin').register(explanations, { about: 'Default voice. Applies to Azure, too.' }),
    OPENAI_ALLOWED_VOICES: list(z.string())
      .default(VOICES)
      .register(explanations, { about: 'Voices that pages may request, separated by commas.' }),
  },
} satisfies Section;
