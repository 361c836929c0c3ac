import { z } from 'zod';
import { explanations, type Section } from '../explanation.js';
import { parseJson } from '../../parse-json.js';
import { sessionSetup } from '../../protocols/openai/client-event.js';
import { amount, count, list } from '../variable.js';

/** The session that the relay sets up itself, as in `session.update`. */
const sessionJson = z
  .string()
  .transform((text) => parseJson(text))
  .pipe(sessionSetup);

export const limits = {
  title: 'Limits',
  shape: {
    RELAY_SESSION: sessionJson.optional().register(explanations, {
      about:
        'Session fields as in session.update, as JSON. The relay sets them for every conversation; instructions and tools in it are locked.',
      example: '{"instructions":"You are the assistant of a shop."}',
    }),
    RELAY_LOCKS: list(z.enum(['instructions', 'tools'], { error: 'must list instructions, tools or both.' }))
      .default([])
      .register(explanations, {
        about: 'Fields to lock without setting them: instructions, tools or both. Pages can neither set nor read locked fields.',
        example: 'instructions,tools',
      }),
    RELAY_MINTS_PER_MINUTE: count({ least: 0, most: 100_000 }).optional().register(explanations, {
      about: 'Tickets and signed addresses per minute, for each subject and for each network address; 0 for no limit.',
      otherwise: '60, or 0 if only this machine is served',
      example: '60',
    }),
    RELAY_SESSIONS_PER_SUBJECT: count({ least: 0, most: 100_000 }).optional().register(explanations, {
      about: 'Concurrent conversations per subject; 0 for no limit.',
      otherwise: '5, or 0 if only this machine is served',
      example: '5',
    }),
    RELAY_MAX_SESSIONS: count({ least: 0, most: 1_000_000 })
      .default(0)
      .register(explanations, { about: 'Concurrent conversations in total; 0 for no limit.' }),
    RELAY_SESSION_SECONDS: count({ least: 1, most: 86_400 })
      .default(3_600)
      .register(explanations, { about: 'Maximum length of a conversation.', unit: 'seconds' }),
    RELAY_IDLE_SECONDS: count({ least: 0, most: 86_400 })
      .default(600)
      .register(explanations, { about: 'Maximum time without activity; 0 for no limit.', unit: 'seconds' }),
    RELAY_SESSION_USD: amount
      .default(0)
      .register(explanations, { about: 'Maximum cost of a conversation; 0 for no limit.', unit: 'US dollars' }),
    RELAY_EVENT_BYTES_PER_SECOND: count({ least: 8_192, most: 10_000_000 }).default(65_536).register(explanations, {
      about:
        'What a page may send besides speech (text, images, settings), after a burst of half a minute’s worth. Exceeding it ends the conversation.',
      unit: 'bytes per second',
    }),
    RELAY_DAILY_MINUTES: amount
      .default(0)
      .register(explanations, { about: 'Conversation time per subject and day (UTC); 0 for no limit.', unit: 'minutes' }),
    RELAY_DAILY_TOKENS: count({ least: 0, most: Number.MAX_SAFE_INTEGER })
      .default(0)
      .register(explanations, { about: 'Tokens per subject and day (UTC); 0 for no limit.', unit: 'tokens' }),
    RELAY_DAILY_USD: amount
      .default(0)
      .register(explanations, { about: 'Cost per subject and day (UTC); 0 for no limit.', unit: 'US dollars' }),
  },
} satisfies Section;
