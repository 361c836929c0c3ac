import { z } from 'zod';

/** What the documentation says about a variable besides its name, default and bounds, which the schema knows. */
export interface Explanation {
  /** Full sentences: what it sets, and what happens without it. */
  readonly about: string;
  /** The unit of its number. */
  readonly unit?: string;
  /** A value to start from, where there is no default. */
  readonly example?: string;
  /** The default, where it depends on other variables. */
  readonly otherwise?: string;
  /** The value must never leave the relay. */
  readonly isSecret?: boolean;
}

/** Explains schemas: `--help` and `.env.example` are written from it. */
export const explanations = z.registry<Explanation>();

/** Variables that belong together. */
export interface Section {
  readonly title: string;
  readonly shape: Readonly<Record<string, z.ZodType>>;
  /** Variables that must be set because others are, with the reason. */
  readonly requires?: (values: Readonly<Record<string, unknown>>) => readonly Requirement[];
}

export interface Requirement {
  readonly variable: string;
  readonly because: string;
}
