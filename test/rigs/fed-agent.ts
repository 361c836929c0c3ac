import { fixture, html } from '@open-wc/testing';
import { openMicrophone } from '../../src/audio/capture/open-microphone.js';
import { compose } from '../../src/element/compose.js';
import { AgentEvent, type AgentEventDetails, type AgentEventType } from '../../src/element/events.js';
import '../../src/element/define.js';
import type { Ports } from '../../src/element/ports.js';
import type { VoiceAgent } from '../../src/element/voice-agent.js';
import { createAsyncQueue, type AsyncQueue } from '../../src/lib/async-queue.js';
import { onAbort } from '../../src/lib/on-abort.js';
import { createScriptedProvider } from '../../src/providers/scripted/index.js';
import type { Action } from '../../src/spec/action.js';
import type { ConnectionRequest } from '../../src/spec/connection.js';
import type { Provider } from '../../src/spec/provider.js';
import type { ConnectionEvent, ProviderEvent } from '../../src/spec/voice-event.js';

/** One connection that a test speaks for. */
export interface FedLine {
  readonly request: ConnectionRequest;
  /** What the session sent, in order. */
  readonly actions: Action[];
  readonly closed: boolean;
  provider(...events: ProviderEvent[]): void;
  line(event: ConnectionEvent): void;
}

export interface FedAgent {
  readonly element: VoiceAgent;
  /** Every connection so far; the last one is current. */
  readonly lines: FedLine[];
  /** Streams that were handed out as microphones. */
  readonly streams: MediaStream[];
  readonly contexts: AudioContext[];
  /** The next connection, as soon as it is asked for. */
  nextLine(): Promise<FedLine>;
}

/** Its transport is never used: the rig opens its own connections. */
const fedProvider: Provider = {
  ...createScriptedProvider([]),
  id: 'fed',
  pricesOf: () => ({
    perMillionTokens: {
      inputText: 4,
      inputAudio: 32,
      inputImage: 5,
      cachedText: 0.4,
      cachedAudio: 0.4,
      cachedImage: 0.5,
      outputText: 16,
      outputAudio: 64,
    },
  }),
};

type LineFeed = AsyncQueue<{ source: 'provider'; event: ProviderEvent } | { source: 'connection'; event: ConnectionEvent }>;

function createLine(request: ConnectionRequest, signal: AbortSignal): { fed: FedLine; inbox: LineFeed } {
  const inbox: LineFeed = createAsyncQueue(signal);
  let closed = false;
  onAbort(signal, () => (closed = true));
  const fed: FedLine = {
    request,
    actions: [],
    get closed() {
      return closed;
    },
    provider: (...events) => events.forEach((event) => inbox.push({ source: 'provider', event })),
    line: (event) => inbox.push({ source: 'connection', event }),
  };
  return { fed, inbox };
}

/** The rooms beside the element: real sound from a stream of silence, and a connection that the test speaks for. */
export function fedPorts(
  agent: Omit<FedAgent, 'element' | 'nextLine'>,
  onLine: (line: FedLine) => void,
  overrides: Partial<Ports>,
): Ports {
  return {
    ...compose,
    hasProvider: () => true,
    loadProvider: () => Promise.resolve(fedProvider),
    openConnection: (_provider, _relay, request, signal) => {
      const { fed, inbox } = createLine(request, signal);
      agent.lines.push(fed);
      fed.line({ type: 'connection-open' });
      onLine(fed);
      return Promise.resolve({
        events: inbox,
        send: (action) => void fed.actions.push(action),
        gateMicrophone: () => undefined,
        sendSilence: () => undefined,
      });
    },
    createContext: (signal) => {
      const context = compose.createContext(signal);
      agent.contexts.push(context);
      return context;
    },
    openMicrophone: (request, signal) =>
      openMicrophone(
        {
          ...request,
          request: () => {
            const { stream } = new MediaStreamAudioDestinationNode(request.context);
            agent.streams.push(stream);
            return Promise.resolve(stream);
          },
        },
        signal,
      ),
    ...overrides,
  };
}

/** A mounted element that talks to the test. In writing unless the test wants sound. */
export async function fedAgent(settings: Partial<VoiceAgent> = {}, overrides: Partial<Ports> = {}): Promise<FedAgent> {
  const waiting: ((line: FedLine) => void)[] = [];
  const agent = { lines: [], streams: [], contexts: [] };
  const element = await fixture<VoiceAgent>(html`<voice-agent></voice-agent>`);
  element.ports = fedPorts(agent, (line) => waiting.splice(0).forEach((resolve) => resolve(line)), overrides);
  Object.assign(element, { provider: 'fed', modality: 'text', ...settings });
  await element.updateComplete;
  return { ...agent, element, nextLine: () => new Promise((resolve) => waiting.push(resolve)) };
}

export const CREATED: ProviderEvent = { type: 'session-created', sessionId: 's1', model: 'test-model' };
export const READY: ProviderEvent = { type: 'session-ready', model: 'test-model' };

/** Begins a conversation and brings it to the point where the agent listens. */
export async function startFed(agent: FedAgent): Promise<FedLine> {
  const opening = agent.nextLine();
  const live = agent.element.start();
  const line = await opening;
  line.provider(CREATED, READY);
  await live;
  return line;
}

/** The next event of a type for which `matches` holds. */
export async function eventWhere<T extends AgentEventType>(
  element: VoiceAgent,
  type: T,
  matches: (detail: AgentEventDetails[T]) => boolean = () => true,
): Promise<AgentEventDetails[T]> {
  const over = new AbortController();
  const detail = await new Promise<AgentEventDetails[T]>((resolve) => {
    const listen = (event: Event): void => {
      if (event instanceof AgentEvent && matches(event.detail as AgentEventDetails[T]))
        resolve(event.detail as AgentEventDetails[T]);
    };
    element.addEventListener(type as string, listen, { signal: over.signal });
  });
  over.abort();
  return detail;
}

/** The element's own part of a name. */
export function part<E extends Element = HTMLElement>(element: VoiceAgent, name: string): E | null {
  return element.renderRoot.querySelector<E>(`[part~="${name}"]`);
}
