/** The provider that a person picked, kept per element id and relay, so that two agents on one site do not mix. */
export interface RememberedProvider {
  get(): string | undefined;
  set(provider: string): void;
}

/** Pages without storage, private ones for instance, remember nothing. */
export function createRememberedProvider(scope: () => string): RememberedProvider {
  const key = (): string => `voice-agent-provider:${scope()}`;
  return {
    get() {
      try {
        return localStorage.getItem(key()) ?? undefined;
      } catch {
        return undefined;
      }
    },
    set(provider) {
      try {
        localStorage.setItem(key(), provider);
      } catch {
        // The choice holds for this visit.
      }
    },
  };
}
