import type { Provider } from '../spec/provider.js';

export type LoadProvider = () => Promise<{ readonly default: Provider }>;

/** The providers there are, loaded when they are needed. To build one in, add its folder and its line. */
export const PROVIDERS: Record<string, LoadProvider> = {
  openai: () => import('./openai/index.js'),
};

const added = new Set<string>();

/** Adds a provider that is not built in, or replaces one. Counts from the next start. */
export function addProvider(id: string, load: LoadProvider): void {
  PROVIDERS[id] = load;
  added.add(id);
}

/** `undefined` where there is none of that name. */
export function findProvider(id: string): LoadProvider | undefined {
  return Object.hasOwn(PROVIDERS, id) ? PROVIDERS[id] : undefined;
}

/** Whether a Worker of this package finds the same provider under this id. */
export function isBuiltIn(id: string): boolean {
  return Object.hasOwn(PROVIDERS, id) && !added.has(id);
}
