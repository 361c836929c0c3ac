import { AgentError } from '../spec/agent-error.js';

/** What a relay says of itself at `GET /voice/providers`, as far as the element uses it. */
export interface RelayOffer {
  readonly default?: string;
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
    throw new AgentError('relay-unreachable', `${url} did not say what it offers`, { cause });
  });
  if (!response.ok) throw new AgentError('relay-malformed', `${url} has no voice/providers (${response.status})`);
  return parseOffer(await response.json().catch(() => undefined));
}

function parseOffer(answer: unknown): RelayOffer {
  if (typeof answer !== 'object' || answer === null || !('providers' in answer) || !Array.isArray(answer.providers))
    throw new AgentError('relay-malformed', 'The relay’s list of providers is not one');
  return {
    ...('default' in answer && typeof answer.default === 'string' && { default: answer.default }),
    providers: answer.providers.flatMap(parseProvider),
  };
}

function parseProvider(value: unknown): RelayOffer['providers'] {
  if (typeof value !== 'object' || value === null || !('id' in value) || typeof value.id !== 'string') return [];
  const { id } = value;
  return [{ id, label: 'label' in value && typeof value.label === 'string' ? value.label : id }];
}
