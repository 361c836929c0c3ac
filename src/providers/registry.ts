import type { Provider } from '../spec/provider.js';

/** Every provider of this build, loaded when it is needed. To add one, add its folder and its line. */
export const PROVIDERS = {
  openai: () => import('./openai/index.js'),
  scripted: () => import('./scripted/index.js'),
} satisfies Record<string, () => Promise<{ readonly default: Provider }>>;

export type ProviderId = keyof typeof PROVIDERS;

export const PROVIDER_IDS: readonly string[] = Object.keys(PROVIDERS);

export function isProviderId(id: string): id is ProviderId {
  return Object.hasOwn(PROVIDERS, id);
}
