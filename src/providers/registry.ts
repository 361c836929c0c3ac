import type { Provider } from '../spec/provider.js';

export type LoadProvider = () => Promise<{ readonly default: Provider }>;

/** The providers there are, loaded when they are needed. To build one in, add its folder and its line. */
export const PROVIDERS: Record<string, LoadProvider> = {
  openai: () => import('./openai/index.js'),
};

/** Adds a provider that is not built in, or replaces one. Counts from the next start. */
export function addProvider(id: string, load: LoadProvider): void {
  PROVIDERS[id] = load;
}

/** `undefined` where there is none of that name. */
export function findProvider(id: string): LoadProvider | undefined {
  return Object.hasOwn(PROVIDERS, id) ? PROVIDERS[id] : undefined;
}
