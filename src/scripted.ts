/**
 * Lets every `<voice-agent>` of the page play conversations that are written or recorded: `provider="scripted"`. For demos,
 * stories and tests; it listens to nobody and needs no network.
 */
import provider from './providers/scripted/index.js';
import type { LoadProvider } from './providers/registry.js';

export * from './providers/scripted/index.js';

/** What this needs of the element's class, which may come from another script of the same page. */
interface TakesProviders {
  addProvider(id: string, load: LoadProvider): void;
}

void customElements.whenDefined('voice-agent').then((element) => {
  (element as unknown as TakesProviders).addProvider(provider.id, () => Promise.resolve({ default: provider }));
});
