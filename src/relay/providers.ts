import { PROVIDERS } from '../providers/registry.js';
import type { Provider } from '../spec/provider.js';

/** The providers of the registry that are reached over a relay. */
export async function loadProviders(): Promise<readonly Provider[]> {
  const providers = await Promise.all(Object.values(PROVIDERS).map(async (load) => (await load()).default));
  return providers.filter(({ transport }) => transport.kind === 'relay');
}
