import type { Section } from './explanation.js';
import { authentication } from './sections/authentication.js';
import { limits } from './sections/limits.js';
import { providers } from './sections/providers.js';
import { azure } from './sections/azure.js';
import { elevenlabs } from './sections/elevenlabs.js';
import { server } from './sections/server.js';
import { openai } from './sections/openai.js';
import { sharedState } from './sections/shared-state.js';
import { logging } from './sections/logging.js';
import { timeouts } from './sections/timeouts.js';

/** All that can be set, in the order in which people are told. */
export const SECTIONS: readonly Section[] = [
  server,
  providers,
  openai,
  azure,
  elevenlabs,
  authentication,
  limits,
  sharedState,
  logging,
  timeouts,
];

/** One entry a variable: the only place that knows names, defaults, bounds and meanings. */
export const SHAPE = {
  ...server.shape,
  ...providers.shape,
  ...openai.shape,
  ...azure.shape,
  ...elevenlabs.shape,
  ...authentication.shape,
  ...limits.shape,
  ...sharedState.shape,
  ...logging.shape,
  ...timeouts.shape,
};
