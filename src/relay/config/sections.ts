import type { Section } from './explanation.js';
import { admission } from './sections/admission.js';
import { allowance } from './sections/allowance.js';
import { answering } from './sections/answering.js';
import { azure } from './sections/azure.js';
import { elevenlabs } from './sections/elevenlabs.js';
import { listening } from './sections/listening.js';
import { openai } from './sections/openai.js';
import { sharing } from './sections/sharing.js';
import { telling } from './sections/telling.js';
import { waiting } from './sections/waiting.js';

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
