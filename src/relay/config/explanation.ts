import { z } from 'zod';

/** What people have to know of a variable besides its name, its default and its bounds, which the schema knows. */
export interface Explanation {
  /** Full sentences: what it means, and what happens without it. */
  readonly about: string;
  /** What its number counts. */
  readonly unit?: string;
  /** A value to start from, where there is no default. */
  readonly example?: string;
  /** What is taken where it is not set, where that depends on other variables. */
  readonly otherwise?: string;
}

/** Explains schemas: `--help` and `.env.example` are written from it. */
export const explanations = z.registry<Explanation>();

/** Variables that belong together. */
export interface Section {
  readonly title: string;
  readonly shape: Readonly<Record<string, z.ZodType>>;
}
