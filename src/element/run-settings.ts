import type { SessionConfig } from '../spec/session-config.js';
import type { AgentSettings } from './settings.js';

/** Taken as they are; what is empty is the relay's business. */
const PLAIN = ['model', 'voice', 'speed', 'language', 'instructions', 'agentId', 'clientSession'] as const;

/** What of the settings the agent takes over while it talks. */
const ADJUSTABLE = ['instructions', 'voice', 'speed', 'language', 'turnDetection', 'clientSession'] as const;

/** Base of the relay's routes. */
export function relayUrlOf({ relayUrl }: AgentSettings): string {
  if (!relayUrl) return location.origin;
  return URL.canParse(relayUrl, document.baseURI) ? new URL(relayUrl, document.baseURI).href : relayUrl;
}

/** The volume within its range; what is no number changes nothing. */
export function gainOf({ volume }: AgentSettings): number {
  return Number.isFinite(volume) ? Math.min(1, Math.max(0, volume)) : 1;
}

/** The settings as a conversation that begins now tells them to the agent. */
export function sessionConfig(agent: AgentSettings, modality: SessionConfig['modality']): SessionConfig {
  const { turnDetection } = agent;
  return {
    ...pick(PLAIN, (name) => agent[name] || undefined),
    turnDetection: typeof turnDetection === 'string' ? { type: turnDetection } : turnDetection,
    modality,
    tools: [],
  };
}

/** What to tell a conversation that is under way, if `changed` names anything that can be told. */
export function settingsPatch(
  agent: AgentSettings,
  changed: ReadonlyMap<PropertyKey, unknown>,
): Partial<SessionConfig> | undefined {
  const names = ADJUSTABLE.filter((name) => changed.has(name));
  const config = sessionConfig(agent, agent.modality);
  return names.length === 0 ? undefined : pick(names, (name) => config[name]);
}

/** Those of the settings `names` that have a value. */
function pick<K extends keyof SessionConfig>(
  names: readonly K[],
  valueOf: (name: K) => SessionConfig[K] | undefined,
): Partial<SessionConfig> {
  const picked: { -readonly [N in K]?: SessionConfig[N] } = {};
  for (const name of names) {
    const value = valueOf(name);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
