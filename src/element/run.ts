import type { Conversation } from '../session/conversation.js';
import { openConversation } from '../session/converse.js';
import { createCostFold } from '../session/cost.js';
import type { Fold } from '../session/fold.js';
import { latencyFold } from '../session/latency.js';
import { createLog, follow, type Log } from '../session/log.js';
import { sessionFold } from '../session/state.js';
import type { Tools } from '../session/tools.js';
import { transcriptFold } from '../session/transcript.js';
import type { Provider } from '../spec/provider.js';
import type { SessionConfig } from '../spec/session-config.js';
import type { Microphone, Speaker } from '../spec/audio-io.js';
import type { TakeWorker } from '../spec/take-worker.js';
import type { ModelPrices } from '../spec/usage.js';
import { AgentEvent } from './agent-events.js';
import type { AgentSettings } from './agent-settings.js';
import type { Views } from './log-reporter.js';
import { metricsFold, type Metrics } from './metrics.js';
import type { Ports, RelayAddress } from './ports.js';
import { gainOf, relayUrlOf, sessionConfig } from './run-settings.js';
import { sessionFold, type SessionFacts } from './session-facts.js';

/** The element's settings, and what it has from the rooms beside it. */
export type WiredSettings = AgentSettings & { readonly ports: Ports };

export interface StartOptions {
  readonly modality: SessionConfig['modality'];
  /** Whether the agent may begin with its greeting: not where the person already said something. */
  readonly greets: boolean;
}

/** One conversation with everything that is derived from it. It outlives its end, for reading and exporting. */
export interface Run {
  readonly log: Log;
  readonly textOnly: boolean;
  /** Begins the conversation, once; `signal` ends it. Without a context it is written only. */
  open(provider: string, context: AudioContext | undefined, signal: AbortSignal): Conversation;
  views(): Views;
  session(): SessionFacts;
  metrics(): Metrics;
  prices(): ModelPrices | undefined;
  /** What is open of the sound. */
  readonly microphone: Microphone | undefined;
  readonly speaker: Speaker | undefined;
}

const viewOfNothing = <State, View>({ initial, view }: Fold<State, View>): View => view(initial);

/** Before the first one. */
export const NO_VIEWS: Views = {
  state: 'idle',
  transcript: viewOfNothing(transcriptFold),
  cost: viewOfNothing(createCostFold(() => undefined)),
  latency: viewOfNothing(latencyFold),
};

/** A conversation with `agent`'s settings as they are now. `signal` ends what is derived. */
export function createRun(agent: WiredSettings, tools: Tools, { modality, greets }: StartOptions, signal: AbortSignal): Run {
  const { ports } = agent;
  const log = createLog(ports.clock);
  const workletUrl = agent.workletUrl || undefined;
  let provider: Provider | undefined;
  let microphone: Microphone | undefined;
  let speaker: Speaker | undefined;

  const pricesOf = (model: string | undefined): ModelPrices | undefined => agent.prices ?? provider?.pricesOf(model);
  const state = follow(log, sessionFold, signal);
  const transcript = follow(log, transcriptFold, signal);
  const cost = follow(log, createCostFold(pricesOf), signal);
  const latency = follow(log, latencyFold, signal);
  const session = follow(log, sessionFold, signal);
  const metrics = follow(log, metricsFold, signal);
  const config: SessionConfig = {
    ...sessionConfig(agent, modality),
    ...(greets && agent.greeting && { greeting: agent.greeting }),
  };
  const relay: RelayAddress = {
    url: relayUrlOf(agent),
    token: () => (agent.authorize ? agent.authorize() : agent.relayToken || undefined),
  };

  return {
    log,
    textOnly: modality === 'text',
    open(id, context, life) {
      let takeWorker: TakeWorker | undefined;
      const load = async (): Promise<Provider> => (provider ??= await ports.loadProvider(id));
      return openConversation(
        {
          provider: id,
          config,
          limits: { idleSeconds: agent.idleTimeout, durationSeconds: agent.maxDuration, costDollars: agent.maxCost },
          mayEnd: (kind) =>
            agent.dispatchEvent(new AgentEvent('agent-limit', { kind, remaining: 0, ending: true }, { cancelable: true })),
          tools,
          pricesOf,
          log,
          clock: ports.clock,
          openConnection: async (request, ending) => ports.openConnection(await load(), relay, request, ending, { takeWorker }),
          ...(context && {
            openMicrophone: async (ending) => {
              const { input: format, transport } = await load();
              // While the person reads the browser's question.
              if ('sound' in transport) takeWorker = ports.startWorker({ workletUrl }, ending);
              const deviceId = agent.inputDevice || undefined;
              return (microphone = await ports.openMicrophone({ context, format, deviceId, workletUrl }, ending));
            },
            openSpeaker: async (ending) => {
              const { output: format } = await load();
              return (speaker = await ports.openSpeaker({ context, format, volume: gainOf(agent), workletUrl }, ending));
            },
          }),
        },
        life,
      );
    },
    views: () => ({ state: state.current(), transcript: transcript.current(), cost: cost.current(), latency: latency.current() }),
    session: () => session.current(),
    metrics: () => metrics.current(),
    prices: () => pricesOf(session.current().model),
    get microphone() {
      return microphone;
    },
    get speaker() {
      return speaker;
    },
  };
}
