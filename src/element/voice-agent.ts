import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { exportTranscript, type TranscriptFormat } from '../session/export-transcript.js';
import type { Metrics } from '../session/metrics.js';
import type { SessionFacts } from '../session/session-facts.js';
import { createTools, type RunTool, type ToolCall } from '../session/tools.js';
import { AgentError, toAgentError } from '../spec/agent-error.js';
import type { SessionConfig } from '../spec/session-config.js';
import type { AgentState, Cost, Latency, Transcript } from '../spec/snapshot.js';
import type { ToolDefinition } from '../spec/tool.js';
import type { AudioDevice, CommandEvent, LogEntry } from '../spec/voice-event.js';
import { compose } from './compose.js';
import { ConversationController } from './conversation-controller.js';
import type { ConversationRun } from './conversation-run.js';
import { AgentEvent, AgentToolCallEvent } from './events.js';
import { imageDataUrl } from './image-data-url.js';
import { AgentInterface } from './interface/agent-interface.js';
import { LevelController } from './level-controller.js';
import { LevelListeners } from './level-listeners.js';
import { measureLevels } from './levels.js';
import type { Ports } from './ports.js';
import { createProviderChoice } from './provider-choice.js';
import { reportEvents } from './report-events.js';
import { gainOf, settingsPatch } from './run-settings.js';
import { AgentSettings } from './settings.js';
import { styles } from './styles/index.styles.js';

type Listener = EventListenerOrEventListenerObject;

/**
 * A voice agent in a page: a person talks or writes to it, it responds, and the page learns of everything by events.
 *
 * @tag voice-agent
 */
export class VoiceAgent extends AgentSettings {
  static override styles: CSSResultGroup = styles;

  /** Adds a provider of the page's own, for every element: `provider` may name its id from the next start on. */
  static readonly addProvider = compose.addProvider;

  /** Whether `provider` may name this id. */
  static readonly hasProvider = compose.hasProvider;

  /** What the element takes from the rooms beside it; tests and stories bring their own. @internal */
  ports: Ports = compose;

  readonly #tools = createTools({ onUnhandled: (call) => this.#offerCall(call) });
  readonly #providers = createProviderChoice(
    this,
    (id) => this.ports.hasProvider(id),
    () => this.ports.firstProvider(),
  );
  readonly #conversation = new ConversationController(this, {
    tools: this.#tools,
    chooseProvider: () => this.#providers.choose(),
    onRun: (run, previous, signal) =>
      reportEvents(
        this,
        run,
        previous,
        (entry, before, after) => this.#onReported(run, entry, () => this.#interface.update(entry, before, after)),
        signal,
      ),
  });
  readonly #interface = new AgentInterface(this, this.#conversation, this.#providers);
  readonly #levelListeners = new LevelListeners(() => this.requestUpdate());
  #removeTools: readonly (() => void)[] = [];
  #lastProvider: string | undefined;

  constructor() {
    super();
    const wanted = (): boolean =>
      this.isConnected && this.#conversation.live && (this.#levelListeners.any || this.#interface.showsLevels);
    new LevelController(this, wanted, () => {
      const { bars, ...levels } = measureLevels(this.state, this.#conversation.run);
      if (this.#levelListeners.any) {
        this.#levelListeners.dispatched();
        this.dispatchEvent(new AgentEvent('agent-level', levels));
      }
      return bars;
    });
  }

  /** Where the conversation stands. */
  get state(): AgentState {
    return this.#conversation.state;
  }

  /** What was said and which tools were called, in order. */
  get transcript(): Transcript {
    return this.#conversation.snapshot.transcript;
  }

  /** US dollars so far. */
  get cost(): Cost {
    return this.#conversation.snapshot.cost;
  }

  /** How long the person waited for each response. */
  get latency(): Latency {
    return this.#conversation.snapshot.latency;
  }

  /** Counts of the latest conversation. */
  get metrics(): Metrics | undefined {
    return this.#conversation.run?.views.metrics.current();
  }

  /** Every entry of the latest conversation's log. */
  get log(): readonly LogEntry[] {
    return this.#conversation.run?.log.entries ?? [];
  }

  /** Microphones and loudspeakers to choose from, as the latest conversation knows them. Empty until the microphone was allowed. */
  get devices(): readonly AudioDevice[] {
    const entry = this.log.findLast(({ event }) => event.type === 'devices-changed');
    return entry?.event.type === 'devices-changed' ? entry.event.devices : [];
  }

  /** What the service reported of the session. */
  get session(): SessionFacts | undefined {
    return this.#conversation.run?.views.facts.current();
  }

  /**
   * Begins a conversation, or joins the start that is under way. Call it in a click: browsers let audio begin only there.
   * Resolves when the agent listens. Rejects with an `AgentError`, or with an `AbortError` where it was stopped before.
   */
  start(): Promise<void> {
    return this.#conversation.start({ modality: this.modality, greets: true });
  }

  /** Ends the conversation, also one that is still being started. Microphone, speaker and connection are released. */
  stop(): void {
    this.#conversation.stop('stopped');
  }

  /** Says something in writing. Throws an `AgentError` `not-started`, as the following do. */
  sendText(text: string): void {
    this.#command({ type: 'send-text', text });
  }

  /** Shows the agent a picture, with a text if there is one. Rejects where the picture cannot be read. */
  async sendImage(image: Blob | string, text?: string): Promise<void> {
    this.#command({ type: 'send-image', dataUrl: await imageDataUrl(image), ...(text !== undefined && { text }) });
  }

  /** Tells the agent something without causing a response, for instance what the person looks at. */
  sendContext(text: string): void {
    this.#command({ type: 'send-context', text });
  }

  /** Silences the agent. */
  interrupt(): void {
    this.#command({ type: 'interrupt' });
  }

  /** Makes the agent speak now. */
  createResponse(): void {
    this.#command({ type: 'create-response' });
  }

  /** Changes the configuration of the conversation that is under way. The attributes stay as they are. */
  updateSession(patch: Partial<SessionConfig>): void {
    this.#command({ type: 'update-session', patch });
  }

  /** Sends the service a message in its own words. */
  sendRaw(message: Readonly<Record<string, unknown>>): void {
    this.#command({ type: 'send-raw', message });
  }

  /** Lets the agent call a function of the page. Returns a function that removes the tool. Throws an `AgentError` on a wrong name. */
  addTool(definition: ToolDefinition, run?: RunTool): () => void {
    return this.#tools.add(definition, run);
  }

  /** Empties the transcript. */
  clear(): void {
    if (!this.#conversation.dispatch({ type: 'clear' })) this.#conversation.forget();
  }

  /** The conversation as a file: `vtt` and `srt` carry the times. */
  exportTranscript(format: TranscriptFormat = 'json'): string {
    return exportTranscript(this.transcript, format);
  }

  /** The log as JSON lines, for a bug report or a replay. It contains what was said. */
  exportLog(): string {
    return this.log.map((entry) => JSON.stringify(entry)).join('\n');
  }

  override addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(type: string, listener: Listener, options?: boolean | AddEventListenerOptions): void;
  override addEventListener(type: string, listener: Listener, options?: boolean | AddEventListenerOptions): void {
    // eslint-disable-next-line house/owned-resources -- the listener is the page's, and so is its end
    super.addEventListener(type, listener, options);
    this.#levelListeners.added(type, listener, options);
  }

  override removeEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  override removeEventListener(type: string, listener: Listener, options?: boolean | EventListenerOptions): void;
  override removeEventListener(type: string, listener: Listener, options?: boolean | EventListenerOptions): void {
    super.removeEventListener(type, listener, options);
    this.#levelListeners.removed(type, listener);
  }

  protected override willUpdate(): void {
    this.#interface.willUpdate();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { microphone, speaker } = this.#conversation.run ?? {};
    // First, so that no other setting's error can keep the microphone open.
    if (changed.has('muted')) this.#conversation.dispatch({ type: 'set-muted', muted: this.muted });
    if (changed.has('volume')) speaker?.setVolume(gainOf(this));
    if (changed.has('inputDevice')) this.#reportFailure(microphone?.setDevice(this.inputDevice || undefined));
    if (changed.has('outputDevice')) this.#reportFailure(speaker?.setDevice(this.outputDevice || undefined));
    const patch = settingsPatch(this, changed);
    if (patch) this.#conversation.dispatch({ type: 'update-session', patch });
    if (changed.has('tools')) this.#replaceTools();
    this.#interface.updated();
  }

  protected override render(): TemplateResult {
    return this.#interface.render();
  }

  #command(command: CommandEvent): void {
    if (!this.#conversation.dispatch(command))
      throw new AgentError('not-started', `There is no conversation for ${command.type}.`);
  }

  #replaceTools(): void {
    for (const remove of this.#removeTools) remove();
    this.#removeTools = this.tools.map(({ run, ...definition }) => this.#tools.add(definition, run));
  }

  /** Offers a tool call to the page; `undefined` where nobody takes it. A listener may respond with a promise. */
  #offerCall({ id, name, arguments: parameters }: ToolCall): Promise<unknown> | undefined {
    let answer: Promise<unknown> | undefined;
    const respond = (value: unknown): void => {
      answer = Promise.resolve(value);
    };
    this.dispatchEvent(new AgentToolCallEvent({ id, name, arguments: parameters }, respond));
    return answer;
  }

  /** A device that cannot be used leaves the old one in use, and the conversation goes on. */
  #reportFailure(changing: Promise<void> | undefined): void {
    changing?.catch((thrown: unknown) => {
      const { code, message } = toAgentError(thrown);
      this.#conversation.run?.log.append('session', { type: 'failed', code, message, recoverable: true });
    });
  }

  #onReported({ speaker }: ConversationRun, entry: LogEntry, show: () => void): void {
    const { event } = entry;
    if (event.type === 'start') this.#announceProvider(event.provider);
    if (event.type === 'session-ready' && this.outputDevice) this.#reportFailure(speaker?.setDevice(this.outputDevice));
    // eslint-disable-next-line no-console -- this is what `debug` asks for
    if (this.debug) console.debug('voice-agent', entry);
    show();
  }

  #announceProvider(provider: string): void {
    const previous = this.#lastProvider;
    this.#lastProvider = provider;
    if (provider !== previous) this.dispatchEvent(new AgentEvent('agent-provider', { provider, previous, reason: 'chosen' }));
  }
}
