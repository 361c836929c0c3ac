import type { Conversation } from '../session/conversation.js';
import { openConversation } from '../session/converse.js';
import { createCostFold } from '../session/cost.js';
import { foldAll } from '../session/fold.js';
import { latencyFold } from '../session/latency.js';
import type { Limits } from '../session/limits.js';
import { createLog, follow, type Log } from '../session/log.js';
import { stateFold } from '../session/state.js';
import type { Tools } from '../session/tools.js';
import { transcriptFold } from '../session/transcript.js';
import type { Provider } from '../spec/provider.js';
import type { SessionConfig } from '../spec/session-config.js';
import type { Microphone, Speaker } from '../spec/sound-ports.js';
import type { ModelPrices } from '../spec/usage.js';
import type { LimitKind } from '../spec/voice-event.js';
import type { Views } from './log-reporter.js';
import { metricsFold, type Metrics } from './metrics.js';
import type { Ports, RelayAddress } from './ports.js';
import { sessionFold, type SessionFacts } from './session-facts.js';

/** The element's settings as one run takes them. Functions are asked when the thing is opened. */
export interface RunSettings {
  readonly config: SessionConfig;
  readonly limits: Limits;
  readonly relay: RelayAddress;
  readonly workletUrl: string | undefined;
  readonly inputDevice: () => string | undefined;
  readonly volume: () => number;
  readonly prices: () => ModelPrices | undefined;
  readonly tools: Tools;
  /** Asked before a limit ends the conversation. */
  readonly mayEnd: (kind: LimitKind) => boolean;
  readonly ports: Ports;
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

/** Before the first one. */
export const NO_VIEWS: Views = {
  state: 'idle',
  transcript: foldAll(transcriptFold, []),
  cost: foldAll(
    createCostFold(() => undefined),
    [],
  ),
  latency: foldAll(latencyFold, []),
};

/** `signal` ends what is derived. */
export function createRun(settings: RunSettings, signal: AbortSignal): Run {
  const { ports, config, workletUrl, tools } = settings;
  const log = createLog(ports.clock);
  let provider: Provider | undefined;
  let microphone: Microphone | undefined;
  let speaker: Speaker | undefined;

  const pricesOf = (model: string | undefined): ModelPrices | undefined => settings.prices() ?? provider?.pricesOf(model);
  const state = follow(log, stateFold, signal);
  const transcript = follow(log, transcriptFold, signal);
  const cost = follow(log, createCostFold(pricesOf), signal);
  const latency = follow(log, latencyFold, signal);
  const session = follow(log, sessionFold, signal);
  const metrics = follow(log, metricsFold, signal);

  return {
    log,
    textOnly: config.modality === 'text',
    open(id, context, life) {
      const load = async (): Promise<Provider> => (provider ??= await ports.loadProvider(id));
      return openConversation(
        {
          provider: id,
          config,
          limits: settings.limits,
          mayEnd: settings.mayEnd,
          tools,
          pricesOf,
          log,
          clock: ports.clock,
          openLine: async (request, ending) => ports.openLine(await load(), settings.relay, request, ending),
          ...(context && {
            openMicrophone: async (ending) => {
              const { input } = await load();
              return (microphone = await ports.openMicrophone(
                { context, format: input, deviceId: settings.inputDevice(), workletUrl },
                ending,
              ));
            },
            openSpeaker: async (ending) => {
              const { output } = await load();
              return (speaker = await ports.openSpeaker(
                { context, format: output, volume: settings.volume(), workletUrl },
                ending,
              ));
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
