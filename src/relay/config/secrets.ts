import { explanations } from './explanation.js';
import { SHAPE } from './sections.js';
import type { Settings } from './settings.js';

/** The values of all variables that are marked as secret. */
export function secretsIn(settings: Settings): readonly string[] {
  const values = new Map<string, unknown>(Object.entries(settings));
  return Object.entries(SHAPE)
    .filter(([, schema]) => explanations.get(schema)?.isSecret === true)
    .map(([name]) => values.get(name))
    .filter((value) => typeof value === 'string');
}
