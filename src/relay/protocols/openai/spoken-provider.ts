import { AgentError } from '../../../spec/agent-error.js';
import type { Codec } from '../../../spec/codec.js';
import type { Credential, Provider } from '../../../spec/provider.js';

/** The provider whose protocol an upstream speaks, and what the relay needs of its description. */
export interface SpokenProvider {
  readonly provider: Provider;
  createCodec(): Codec;
  readonly credential: Credential;
}

/** @throws AgentError `internal` where the registry has no such provider. */
export function findSpokenProvider(providers: readonly Provider[], id: string): SpokenProvider {
  const provider = providers.find((candidate) => candidate.id === id);
  if (provider?.transport.kind !== 'relay')
    throw new AgentError('internal', `The registry has no provider "${id}" that is reached over a relay.`);
  const { createCodec, credential } = provider.transport;
  return { provider, createCodec, credential };
}
