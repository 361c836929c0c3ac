import type { TestContext } from 'node:test';
import openai from '../../src/providers/openai/index.js';
import {
  createCostFold,
  createLog,
  createTools,
  foldAll,
  openConversation,
  sessionFold,
  transcriptFold,
  type Conversation,
  type ConversationRequest,
  type Log,
  type Tools,
} from '../../src/session/index.js';
import { systemClock } from '../../src/lib/clock.js';
import type { AgentState, Cost, Transcript } from '../../src/spec/snapshot.js';
import type { SessionConfig } from '../../src/spec/session-config.js';
import type { LogEntry, VoiceEvent } from '../../src/spec/voice-event.js';
import { openConnection } from '../../src/transport/open-connection.js';
import { dialWs } from './dial-ws.js';
import type { GaCall } from './ga-call.js';
import { createPaperMicrophone, createPaperSpeaker, type PaperMicrophone, type PaperSpeaker } from './paper-sound.js';
import { startGaServer, type GaServer, type GaServerOptions } from './scripted-ga-server.js';

export interface Talk {
  readonly server: GaServer;
  readonly log: Log;
  readonly tools: Tools;
  readonly conversation: Conversation;
  readonly microphone: () => PaperMicrophone;
  readonly speaker: () => PaperSpeaker;
  /** Resolves with the first entry of this type that matches, whether it stands in the log already or not. */
  entry<T extends VoiceEvent['type']>(
    type: T,
    matches?: (event: VoiceEvent & { type: T }) => boolean,
  ): Promise<VoiceEvent & { type: T }>;
  has(type: VoiceEvent['type']): boolean;
  state(): AgentState;
  transcript(): Transcript;
  cost(): Cost;
  end(): void;
}

export interface TalkOptions {
  readonly server?: GaServerOptions;
  readonly config?: Partial<SessionConfig>;
  readonly request?: Partial<ConversationRequest>;
  readonly timeoutMs?: number;
}

const CONFIG: SessionConfig = { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [], instructions: 'Be brief.' };

/** A conversation over real sockets with a GA server, of which the test plays the provider, the speaker and the person. */
export async function startTalk(
  test: TestContext,
  { server: serverOptions, config, request, timeoutMs }: TalkOptions = {},
): Promise<Talk> {
  const life = new AbortController();
  const ending = new AbortController();
  test.after(() => {
    ending.abort();
    life.abort();
  });
  const server = await startGaServer(life.signal, serverOptions);
  const log = request?.log ?? createLog(systemClock);
  const tools = request?.tools ?? createTools();
  let microphone: PaperMicrophone | undefined;
  let speaker: PaperSpeaker | undefined;
  const conversation = openConversation(
    {
      provider: 'openai',
      capabilities: openai.capabilities,
      config: { ...CONFIG, ...config },
      openConnection: (line, signal) =>
        openConnection(openai, { url: server.url }, line, signal, {
          dial: dialWs,
          ...(timeoutMs === undefined ? {} : { timeoutMs }),
        }),
      openMicrophone: async (signal) => (microphone = createPaperMicrophone(signal)),
      openSpeaker: async (signal) => (speaker = createPaperSpeaker(signal)),
      pricesOf: openai.pricesOf,
      tools,
      ...request,
      log,
    },
    ending.signal,
  );
  const opened = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('Not open');
    return value;
  };
  return {
    server,
    log,
    tools,
    conversation,
    microphone: () => opened(microphone),
    speaker: () => opened(speaker),
    entry(type, matches = () => true) {
      type Wanted = VoiceEvent & { type: typeof type };
      const isWanted = (event: VoiceEvent): event is Wanted => event.type === type && matches(event as Wanted);
      const found = log.entries.map((entry) => entry.event).find(isWanted);
      if (found !== undefined) return Promise.resolve(found);
      return new Promise((resolve) => {
        const listening = new AbortController();
        const look = ({ event }: LogEntry): void => {
          if (!isWanted(event)) return;
          listening.abort();
          resolve(event);
        };
        log.subscribe(look, listening.signal);
      });
    },
    has: (type) => log.entries.some((entry) => entry.event.type === type),
    state: () => foldAll(sessionFold, log.entries),
    transcript: () => foldAll(transcriptFold, log.entries),
    cost: () => foldAll(createCostFold(openai.pricesOf), log.entries),
    end: () => ending.abort(),
  };
}

/** The same, once the provider listens. */
export async function startLiveTalk(test: TestContext, options: TalkOptions = {}): Promise<Talk & { readonly call: GaCall }> {
  const talk = await startTalk(test, options);
  const [call] = await Promise.all([talk.server.call(), talk.conversation.live]);
  return { ...talk, call };
}
