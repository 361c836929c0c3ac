import type { AgentSettings } from './settings.js';
import type { Choice } from './parts/fields.js';
import { fetchOffer, type RelayOffer } from './relay-offer.js';
import { relayUrlOf } from './run-settings.js';

/** Who answers, and between whom a person can choose. */
export interface ProviderChoice {
  /** The page's word, then the person's, then the relay's. Asks the relay only where it must. */
  choose(): string | Promise<string>;
  /** As far as it is known without asking. */
  current(): string | undefined;
  /** Rejects with an `AgentError` where the relay cannot be asked. */
  list(): Promise<readonly Choice[]>;
  /** The person's own choice; it is remembered. */
  pick(provider: string): void;
}

/** Pages without storage, private ones for instance, remember nothing: a choice holds for the visit. */
function remembered(use: () => string | null): string | undefined {
  try {
    return use() ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * `has` tells whether a provider is registered; a relay may offer more than this page has. `first` answers where neither the
 * page, nor the person, nor the relay names one.
 */
export function createProviderChoice(agent: AgentSettings, has: (id: string) => boolean, first: () => string): ProviderChoice {
  /** By element id, or else by relay, so that two agents on one site do not mix. */
  const key = (): string => `voice-agent-provider:${agent.id || relayUrlOf(agent)}`;
  const current = (): string | undefined => agent.provider || remembered(() => localStorage.getItem(key()));
  const offered = async (): Promise<RelayOffer> => {
    const offer = await fetchOffer(relayUrlOf(agent));
    return {
      default: offer.default !== undefined && has(offer.default) ? offer.default : undefined,
      providers: offer.providers.filter(({ value }) => has(value)),
    };
  };

  return {
    choose: () => current() ?? offered().then((offer) => offer.default ?? offer.providers[0]?.value ?? first()),
    current,
    async list() {
      const { providers } = await offered();
      const chosen = current();
      return !chosen || providers.some(({ value }) => value === chosen)
        ? providers
        : [{ value: chosen, label: chosen }, ...providers];
    },
    pick(provider) {
      remembered(() => {
        localStorage.setItem(key(), provider);
        return provider;
      });
      agent.provider = provider;
    },
  };
}
