import type { Section } from './explanation.js';
import { admission } from './sections/authentication.js';
import { allowance } from './sections/limits.js';
import { answering } from './sections/providers.js';
import { azure } from './sections/azure.js';
import { elevenlabs } from './sections/elevenlabs.js';
import { listening } from './sections/server.js';
import { openai } from './sections/openai.js';
import { sharing } from './sections/shared-state.js';
import { telling } from './sections/logging.js';
import { waiting } from './sections/timeouts.js';

/** All that can be set, in the order in which people are told. */
export const SECTIONS: readonly Section[] = [
  listening,
  answering,
  openai,
  azure,
  elevenlabs,
  admission,
  allowance,
  sharing,
  telling,
  waiting,
];

/** One entry a variable: the only place that knows names, defaults, bounds and meanings. */
export const SHAPE = {
  ...listening.shape,
  ...answering.shape,
  ...openai.shape,
  ...azure.shape,
  ...elevenlabs.shape,
  ...admission.shape,
  ...allowance.shape,
  ...sharing.shape,
  ...telling.shape,
  ...waiting.shape,
};
