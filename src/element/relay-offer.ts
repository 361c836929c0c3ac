import { isFields, listIn, textIn } from '../lib/fields.js';
import { AgentError } from '../spec/agent-error.js';

/** What a relay says of itself at `GET /voice/providers`, as far as the element uses it. */
export interface RelayOffer {
  readonly default: string | undefined;
  readonly providers: readonly { readonly id: string; readonly label: string }[];
}

/** How long a relay may take to say what it offers. */
const PATIENCE_MS = 8_000;

/** Asks the relay at `url` what it offers. Rejects with an `AgentError`. */
export async function fetchOffer(url: string): Promise<RelayOffer> {
  const base = URL.canParse(url) && new URL(url.endsWith('/') ? url : `${url}/`);
  if (!base) throw new AgentError('invalid-configuration', `relay-url is no URL: ${url}`);
  const response = await fetch(new URL('voice/providers', base), {
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((cause: unknown) => {
    const late = cause instanceof DOMException && cause.name === 'TimeoutError';
    throw new AgentError(late ? 'relay-timeout' : 'relay-unreachable', `${url} did not say what it offers`, { cause });
  });
  if (!response.ok) throw new AgentError('relay-malformed', `${url} has no voice/providers (${response.status})`);
  return parseOffer(await response.json().catch(() => undefined));
}

function parseOffer(answer: unknown): RelayOffer {
  if (!isFields(answer)) throw new AgentError('relay-malformed', 'The relay’s list of providers is not one');
  return {
    default: textIn(answer, 'default'),
    providers: listIn(answer, 'providers').flatMap((provider) => {
      const id = textIn(provider, 'id');
      return id === undefined ? [] : [{ id, label: textIn(provider, 'label') ?? id }];
    }),
  };
}
