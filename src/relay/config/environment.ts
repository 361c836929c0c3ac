import { z } from 'zod';
import { isLoopback } from '../admission/loopback.js';
import { SHAPE } from './sections.js';

export const VARIABLES: readonly string[] = Object.keys(SHAPE);

/** The variables as they stand in the environment, checked together; `sections/` has one entry for each. */
export const environment = z
  .object(SHAPE)
  .superRefine((settings, context) => {
    const need = (variable: keyof typeof settings, because: string): void => {
      if (settings[variable] === undefined)
        context.addIssue({ code: 'custom', path: [variable], message: `must be set, because ${because}.` });
    };
    if (settings.AZURE_OPENAI_ENDPOINT !== undefined) {
      need('AZURE_OPENAI_DEPLOYMENT', 'AZURE_OPENAI_ENDPOINT is');
      if (settings.AZURE_OPENAI_TOKEN_COMMAND === undefined)
        need('AZURE_OPENAI_API_KEY', 'AZURE_OPENAI_ENDPOINT is (or AZURE_OPENAI_TOKEN_COMMAND)');
    }
    const speaksElevenLabs = settings.USE_VOICE_PROVIDER === 'elevenlabs' || settings.USE_VOICE_PROVIDER === 'both';
    if (speaksElevenLabs) need('ELEVENLABS_API_KEY', `USE_VOICE_PROVIDER is ${settings.USE_VOICE_PROVIDER}`);
    if (settings.ELEVENLABS_API_KEY !== undefined) need('ELEVENLABS_AGENT_ID', 'ELEVENLABS_API_KEY is');
  })
  .transform((settings) => {
    // Whoever starts a relay for this machine alone need not be protected from themselves.
    const local =
      isLoopback(settings.HOST) && settings.RELAY_AUTH_SECRET === undefined && settings.RELAY_AUTH_JWKS_URL === undefined;
    return {
      ...settings,
      RELAY_MINTS_PER_MINUTE: settings.RELAY_MINTS_PER_MINUTE ?? (local ? 0 : 60),
      RELAY_SESSIONS_PER_SUBJECT: settings.RELAY_SESSIONS_PER_SUBJECT ?? (local ? 0 : 5),
    };
  });
