import { z } from 'zod';
import { isLoopback } from '../admission/loopback.js';
import { SECTIONS, SHAPE } from './sections.js';

export const VARIABLES: readonly string[] = Object.keys(SHAPE);

/** The variables of the environment, validated together; `sections/` has one entry for each. */
export const environment = z
  .object(SHAPE)
  .superRefine((settings, context) => {
    for (const { requires } of SECTIONS) {
      for (const { variable, because } of requires?.(settings) ?? []) {
        if (settings[variable as keyof typeof settings] === undefined)
          context.addIssue({ code: 'custom', path: [variable], message: `must be set, because ${because}.` });
      }
    }
  })
  .transform((settings) => {
    // A relay that serves its own machine only needs no protection from its user.
    const local =
      isLoopback(settings.HOST) && settings.RELAY_AUTH_SECRET === undefined && settings.RELAY_AUTH_JWKS_URL === undefined;
    return {
      ...settings,
      RELAY_MINTS_PER_MINUTE: settings.RELAY_MINTS_PER_MINUTE ?? (local ? 0 : 60),
      RELAY_SESSIONS_PER_SUBJECT: settings.RELAY_SESSIONS_PER_SUBJECT ?? (local ? 0 : 5),
    };
  });
