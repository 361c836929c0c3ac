import type { Tools } from '../session/tools.js';
import type { SessionConfig } from '../spec/session-config.js';
import { AgentEvent } from './agent-events.js';
import type { AgentSettings } from './agent-settings.js';
import type { StartOptions } from './conversation-controller.js';
import type { Ports } from './ports.js';
import type { RunSettings } from './run.js';

/** What of the settings the agent takes over while it talks. */
const ADJUSTABLE = ['instructions', 'voice', 'language', 'turnDetection', 'clientSession'] as const;

/** Base of the relay's routes. */
export function relayUrlOf(agent: AgentSettings): string {
  const { relayUrl } = agent;
  if (!relayUrl) return location.origin;
  return URL.canParse(relayUrl, document.baseURI) ? new URL(relayUrl, document.baseURI).href : relayUrl;
}

/** The volume within its range; what is no number changes nothing. */
export function gainOf({ volume }: AgentSettings): number {
  return Number.isFinite(volume) ? Math.min(1, Math.max(0, volume)) : 1;
}

/** The settings as a conversation that begins now takes them. */
export function runSettings(agent: AgentSettings, { modality, greets }: StartOptions, tools: Tools, ports: Ports): RunSettings {
  return {
    config: { ...sessionConfig(agent, modality), ...(greets && agent.greeting && { greeting: agent.greeting }) },
    limits: { idleSeconds: agent.idleTimeout, durationSeconds: agent.maxDuration, costDollars: agent.maxCost },
    relay: {
      url: relayUrlOf(agent),
      token: () => (agent.authorize ? agent.authorize() : agent.relayToken || undefined),
    },
    workletUrl: agent.workletUrl || undefined,
    inputDevice: () => agent.inputDevice || undefined,
    volume: () => gainOf(agent),
    prices: () => agent.prices,
    tools,
    mayEnd: (kind) =>
      agent.dispatchEvent(new AgentEvent('agent-limit', { kind, remaining: 0, ending: true }, { cancelable: true })),
    ports,
  };
}

/** What to tell a conversation that is under way, if `changed` names anything that can be told. */
export function settingsPatch(
  agent: AgentSettings,
  changed: ReadonlyMap<PropertyKey, unknown>,
): Partial<SessionConfig> | undefined {
  const names = ADJUSTABLE.filter((name) => changed.has(name));
  if (names.length === 0) return undefined;
  const { instructions, voice, language, turnDetection, clientSession } = sessionConfig(agent, agent.modality);
  const all = { instructions, voice, language, turnDetection, clientSession };
  return Object.fromEntries(names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
}

function sessionConfig(agent: AgentSettings, modality: SessionConfig['modality']): SessionConfig {
  const { model, voice, language, instructions, agentId, turnDetection, clientSession } = agent;
  return {
    ...(model && { model }),
    ...(voice && { voice }),
    ...(language && { language }),
    ...(instructions && { instructions }),
    ...(agentId && { agentId }),
    ...(clientSession && { clientSession }),
    turnDetection: typeof turnDetection === 'string' ? { type: turnDetection } : turnDetection,
    modality,
    tools: [],
  };
}
