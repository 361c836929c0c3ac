import type { RelayParts } from './relay-parts.js';

/** How ElevenLabs is described to pages; its voices and prices belong to the agent. */
export const ELEVENLABS = { id: 'elevenlabs', label: 'ElevenLabs Agents', served: 'elevenlabs' } as const;

/** The ids of the providers that pages may choose, the default one first. */
export function offeredProviders({ upstream, elevenLabs }: Pick<RelayParts, 'upstream' | 'elevenLabs'>): readonly string[] {
  const openai = upstream.served === 'nobody' ? [] : [upstream.provider.id];
  return elevenLabs === undefined ? openai : [ELEVENLABS.id, ...openai];
}
