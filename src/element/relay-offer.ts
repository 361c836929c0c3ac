import { isFields, listIn, textIn } from '../lib/fields.js';
import { AgentError } from '../spec/agent-error.js';
import type { Choice } from './parts/fields.js';

/** What a relay says of itself at `GET /voice/providers`, as far as the element uses it. */
export interface RelayOffer {
  readonly default: string | undefined;
  readonly providers: readonly Choice[];
}

/** How long a relay may take to say what it offers. */
const PATIENCE_MS = 8_000;

/** Asks the relay at `url` what it offers. Rejects with an `AgentError`. */
export async function fetchOffer(url: string): Promise<RelayOffer> {
  const base = `${url.replace(/\/$/, '')}/`;
  if (!URL.canParse(base)) throw new AgentError('invalid-configuration', `relay-url is no URL: ${url}`);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(new URL('voice/providers', base), { signal }).catch((cause: unknown) => {
    throw new AgentError(signal.aborted ? 'relay-timeout' : 'relay-unreachable', `${url} did not say what it offers`, { cause });
  });
  const answer: unknown = response.ok && (await response.json().catch(() => undefined));
  if (!isFields(answer)) throw new AgentError('relay-malformed', `${url} has no voice/providers (${response.status})`);
  return {
    default: textIn(answer, 'default'),
    providers: listIn(answer, 'providers').flatMap((provider) => {
      const id = textIn(provider, 'id');
      return id === undefined ? [] : [{ value: id, label: textIn(provider, 'label') ?? id }];
    }),
  };
}
