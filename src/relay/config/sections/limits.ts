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
  title: 'What they may do',
  shape: {
    RELAY_SESSION: sessionJson.optional().register(explanations, {
      about:
        'A session as in session.update, as JSON. What stands in it is set by the relay; instructions and tools are locked with it.',
      example: '{"instructions":"You are the assistant of a shop."}',
    }),
    RELAY_LOCKS: list(z.enum(['instructions', 'tools'], { error: 'must list instructions, tools or both.' }))
      .default([])
      .register(explanations, {
        about:
          'Locks without setting: instructions, tools or both. Locked things are neither taken from pages nor shown to them.',
        example: 'instructions,tools',
      }),
    RELAY_MINTS_PER_MINUTE: count({ least: 0, most: 100_000 }).optional().register(explanations, {
      about: 'Tickets or signed addresses a minute, for each subject and each network address; 0 for any.',
      otherwise: '60, or 0 on this machine alone',
      example: '60',
    }),
    RELAY_SESSIONS_PER_SUBJECT: count({ least: 0, most: 100_000 }).optional().register(explanations, {
      about: 'Conversations of one subject at once; 0 for any.',
      otherwise: '5, or 0 on this machine alone',
      example: '5',
    }),
    RELAY_MAX_SESSIONS: count({ least: 0, most: 1_000_000 })
      .default(0)
      .register(explanations, { about: 'Conversations at once in all; 0 for any.' }),
    RELAY_SESSION_SECONDS: count({ least: 1, most: 86_400 })
      .default(3_600)
      .register(explanations, { about: 'The longest conversation.', unit: 'seconds' }),
    RELAY_IDLE_SECONDS: count({ least: 0, most: 86_400 })
      .default(600)
      .register(explanations, { about: 'The longest silence; 0 for any.', unit: 'seconds' }),
    RELAY_SESSION_USD: amount
      .default(0)
      .register(explanations, { about: 'What one conversation may cost; 0 for any.', unit: 'US dollars' }),
    RELAY_EVENT_BYTES_PER_SECOND: count({ least: 8_192, most: 10_000_000 }).default(65_536).register(explanations, {
      about:
        'What a page may send besides speech (text, pictures, settings), after half a minute of it at once. More ends the conversation.',
      unit: 'bytes a second',
    }),
    RELAY_DAILY_MINUTES: amount
      .default(0)
      .register(explanations, { about: 'What one subject may talk in a day (UTC); 0 for any.', unit: 'minutes' }),
    RELAY_DAILY_TOKENS: count({ least: 0, most: Number.MAX_SAFE_INTEGER })
      .default(0)
      .register(explanations, { about: 'What one subject may use in a day (UTC); 0 for any.', unit: 'tokens' }),
    RELAY_DAILY_USD: amount
      .default(0)
      .register(explanations, { about: 'What one subject may cost in a day (UTC); 0 for any.', unit: 'US dollars' }),
  },
} satisfies Section;
