import type { AgentSettings } from './agent-settings.js';
import type { Choice } from './parts/fields.js';
import { fetchOffer } from './relay-offer.js';
import { createRememberedProvider } from './remembered-provider.js';
import { relayUrlOf } from './run-settings.js';

/** Answers where neither the page, nor the person, nor the relay says who. */
const LAST_RESORT = 'elevenlabs';

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

export function createProviderChoice(agent: AgentSettings): ProviderChoice {
  const remembered = createRememberedProvider(() => agent.id || relayUrlOf(agent));
  const known = (): string | undefined => agent.provider || remembered.get();

  return {
    choose: () => known() ?? fetchOffer(relayUrlOf(agent)).then((offer) => offer.default ?? LAST_RESORT),
    current: known,
    async list() {
      const offer = await fetchOffer(relayUrlOf(agent));
      const choices = offer.providers.map(({ id, label }) => ({ value: id, label }));
      const current = known();
      return !current || choices.some(({ value }) => value === current)
        ? choices
        : [{ value: current, label: current }, ...choices];
    },
    pick(provider) {
      remembered.set(provider);
      agent.provider = provider;
    },
  };
}
