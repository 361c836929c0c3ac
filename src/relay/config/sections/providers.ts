import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { baseUrl } from '../variable.js';

export const providers = {
  title: 'Providers',
  shape: {
    USE_VOICE_PROVIDER: z
      .enum(['elevenlabs', 'openai', 'both'], { error: 'must be elevenlabs, openai or both.' })
      .optional()
      .register(explanations, {
        about:
          'elevenlabs, openai, or both: then the page chooses. By default every provider that has a key, ElevenLabs first. Without any key the local agent answers: English only, free, and no data leaves the machine.',
        example: 'both',
      }),
    LOCAL_LLM_URL: baseUrl.optional().register(explanations, {
      about: 'An OpenAI-compatible chat server, for instance Ollama, that writes the local agent’s answers.',
      example: 'http://127.0.0.1:11434',
    }),
  },
} satisfies Section;

/** Whether `USE_VOICE_PROVIDER` leaves a provider on offer. */
export function isWanted(
  { USE_VOICE_PROVIDER: choice }: { readonly USE_VOICE_PROVIDER?: string | undefined },
  id: string,
): boolean {
  return choice === undefined || choice === 'both' || choice === id;
}
