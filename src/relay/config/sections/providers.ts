import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { webUrl } from '../variable.js';

export const providers = {
  title: 'Who answers',
  shape: {
    USE_VOICE_PROVIDER: z
      .enum(['elevenlabs', 'openai', 'both'], { error: 'must be elevenlabs, openai or both.' })
      .optional()
      .register(explanations, {
        about:
          'elevenlabs, openai or both (the page chooses, and may fall back). Without it, whatever has a key; ElevenLabs first. Without any key the local agent answers: English, small, free, and nothing leaves the machine.',
        example: 'both',
      }),
    LOCAL_LLM_URL: webUrl.optional().register(explanations, {
      about: 'A chat server (OpenAI-compatible, for instance Ollama) that thinks for the local agent.',
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
