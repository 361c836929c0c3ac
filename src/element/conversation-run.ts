import type { Conversation } from '../session/conversation.js';
import { openConversation } from '../session/converse.js';
import { createLog, type Log } from '../session/log.js';
import type { Tools } from '../session/tools.js';
import { createViews, type Views } from '../session/views.js';
import type { Provider } from '../spec/provider.js';
import type { SessionConfig } from '../spec/session-config.js';
import type { Microphone, Speaker } from '../spec/audio-io.js';
import type { TakeWorker } from '../spec/take-worker.js';
import { AgentEvent } from './events.js';
import type { AgentSettings } from './settings.js';
import type { Ports, RelayAddress } from './ports.js';
import { gainOf, relayUrlOf, sessionConfig } from './run-settings.js';

/** The element's settings, and what it takes from the rooms beside it. */
export type WiredSettings = AgentSettings & { readonly ports: Ports };

export interface StartOptions {
  readonly modality: SessionConfig['modality'];
  /** Whether the agent may begin with its greeting: not where the person already said something. */
  readonly greets: boolean;
}

/** One conversation with everything that is derived from it. It outlives its end, for reading and exporting. */
export interface ConversationRun {
  readonly log: Log;
  readonly views: Views;
  readonly textOnly: boolean;
  /** Begins the conversation, once; `signal` ends it. Without a context it is written only. */
  open(provider: Provider, context: AudioContext | undefined, signal: AbortSignal): Conversation;
  /** Open audio devices. */
  readonly microphone: Microphone | undefined;
  readonly speaker: Speaker | undefined;
}

/** A conversation with `agent`'s settings as they are now. `signal` ends what is derived. */
export function createConversationRun(
  agent: WiredSettings,
  tools: Tools,
  { modality, greets }: StartOptions,
  signal: AbortSignal,
): ConversationRun {
  const { ports } = agent;
  const log = createLog(ports.clock);
  const workletUrl = agent.workletUrl || undefined;
  let provider: Provider | undefined;
  let microphone: Microphone | undefined;
  let speaker: Speaker | undefined;
  let takeWorker: TakeWorker | undefined;

  const views = createViews(log, (model) => agent.prices ?? provider?.pricesOf(model), signal);
  const config: SessionConfig = {
    ...sessionConfig(agent, modality),
    ...(greets && agent.greeting && { greeting: agent.greeting }),
  };
  const relay: RelayAddress = {
    url: relayUrlOf(agent),
    token: () => (agent.authorize ? agent.authorize() : agent.relayToken || undefined),
  };
  const openMicrophone = async (context: AudioContext, chosen: Provider, ending: AbortSignal): Promise<Microphone> => {
    // While the person reads the browser's question.
    if (chosen.transport.kind !== 'page') takeWorker = ports.startWorker({ workletUrl }, ending);
    const deviceId = agent.inputDevice || undefined;
    return (microphone = await ports.openMicrophone({ context, deviceId, workletUrl }, ending));
  };

  return {
    log,
    views,
    textOnly: modality === 'text',
    open(chosen, context, life) {
      provider = chosen;
      return openConversation(
        {
          provider: chosen.id,
          capabilities: chosen.capabilities,
          config,
          limits: { idleSeconds: agent.idleTimeout, durationSeconds: agent.maxDuration, costDollars: agent.maxCost },
          mayEnd: (kind) =>
            agent.dispatchEvent(new AgentEvent('agent-limit', { kind, remaining: 0, ending: true }, { cancelable: true })),
          tools,
          views,
          log,
          clock: ports.clock,
          openConnection: (request, ending) => ports.openConnection(chosen, relay, request, ending, { takeWorker }),
          ...(context && {
            openMicrophone: (ending) => openMicrophone(context, chosen, ending),
            openSpeaker: async (ending) =>
              (speaker = await ports.openSpeaker({ context, volume: gainOf(agent), workletUrl }, ending)),
          }),
        },
        life,
      );
    },
    get microphone() {
      return microphone;
    },
    get speaker() {
      return speaker;
    },
  };
}
