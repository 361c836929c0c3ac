import { explanations, type Section } from '../explanation.js';
import { count } from '../variable.js';

export const timeouts = {
  title: 'How long it waits',
  shape: {
    RELAY_DIAL_TIMEOUT_MS: count({ least: 100, most: 60_000 })
      .default(10_000)
      .register(explanations, { about: 'For a voice service to take a conversation.', unit: 'milliseconds' }),
    RELAY_STATE_TIMEOUT_MS: count({ least: 50, most: 5_000 }).default(300).register(explanations, {
      about: 'For Redis to decide about a page where it was quick before; longer where it was slow, 2000 at most by itself.',
      unit: 'milliseconds',
    }),
    RELAY_PING_MS: count({ least: 50, most: 60_000 })
      .default(15_000)
      .register(explanations, { about: 'Between two pings; a peer that misses two is dropped.', unit: 'milliseconds' }),
    RELAY_STALL_MS: count({ least: 50, most: 30_000 })
      .default(15_000)
      .register(explanations, { about: 'For a peer that does not read.', unit: 'milliseconds' }),
    RELAY_SETTLE_MS: count({ least: 0, most: 30_000 })
      .default(10_000)
      .register(explanations, { about: 'For the last figures of a response that nobody hears any more.', unit: 'milliseconds' }),
    RELAY_DRAIN_MS: count({ least: 0, most: 3_600_000 })
      .default(10_000)
      .register(explanations, { about: 'For conversations to end by themselves after SIGTERM.', unit: 'milliseconds' }),
  },
} satisfies Section;
