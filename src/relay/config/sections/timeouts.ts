import { explanations, type Section } from '../explanation.js';
import { count } from '../variable.js';

export const timeouts = {
  title: 'Timeouts',
  shape: {
    RELAY_DIAL_TIMEOUT_MS: count({ least: 100, most: 60_000 })
      .default(10_000)
      .register(explanations, { about: 'Time for a voice service to accept a conversation.', unit: 'milliseconds' }),
    RELAY_STATE_TIMEOUT_MS: count({ least: 50, most: 5_000 }).default(300).register(explanations, {
      about: 'Minimum time for an answer of Redis. It adapts to slow answers, up to 2000.',
      unit: 'milliseconds',
    }),
    RELAY_PING_MS: count({ least: 50, most: 60_000 })
      .default(15_000)
      .register(explanations, { about: 'Interval of pings. A peer that misses two is disconnected.', unit: 'milliseconds' }),
    RELAY_STALL_MS: count({ least: 50, most: 30_000 })
      .default(15_000)
      .register(explanations, { about: 'Time for a peer that does not read to drain its queue.', unit: 'milliseconds' }),
    RELAY_SETTLE_MS: count({ least: 0, most: 30_000 }).default(10_000).register(explanations, {
      about: 'Time to wait for the usage of a response that was cancelled because its page left.',
      unit: 'milliseconds',
    }),
    RELAY_DRAIN_MS: count({ least: 0, most: 3_600_000 })
      .default(10_000)
      .register(explanations, { about: 'Time for conversations to end by themselves after SIGTERM.', unit: 'milliseconds' }),
  },
} satisfies Section;
