import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { list, webUrl } from '../variable.js';

const VOICES = ['alloy', 'ash', 'ballad', 'cedar', 'coral', 'echo', 'marin', 'sage', 'shimmer', 'verse'];

export const openai = {
  title: 'OpenAI',
  shape: {
    OPENAI_API_KEY: z
      .string()
      .optional()
      .register(explanations, { about: 'The key. It stays in the relay.', example: 'sk-...', isSecret: true }),
    OPENAI_BASE_URL: webUrl
      .default('https://api.openai.com/v1')
      .register(explanations, { about: 'Any service that speaks OpenAI’s Realtime protocol (GA) at <base>/realtime.' }),
    OPENAI_REALTIME_MODEL: z
      .string()
      .default('gpt-realtime-2.1')
      .register(explanations, { about: 'The model that a page gets which asks for none.' }),
    OPENAI_ALLOWED_MODELS: list(z.string()).default([]).register(explanations, {
      about: 'Further models that a page may ask for, separated by commas.',
      example: 'gpt-realtime-2.1-mini',
    }),
    OPENAI_DEFAULT_VOICE: z
      .string()
      .default('marin')
      .register(explanations, { about: 'The voice that a page gets which asks for none. Azure takes the same voices.' }),
    OPENAI_ALLOWED_VOICES: list(z.string())
      .default(VOICES)
      .register(explanations, { about: 'Voices that a page may ask for, separated by commas.' }),
  },
} satisfies Section;
