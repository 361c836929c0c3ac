import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { exportTranscript, type TranscriptFormat } from '../session/export-transcript.js';
import { createTools, type RunTool } from '../session/tools.js';
import { AgentError, toAgentError } from '../spec/agent-error.js';
import type { SessionConfig } from '../spec/session-config.js';
import type { AgentState, Cost, Latency, Transcript } from '../spec/snapshot.js';
import type { ToolDefinition } from '../spec/tool.js';
import type { CommandEvent, LogEntry } from '../spec/voice-event.js';
import { AgentEvent } from './agent-events.js';
import { AgentInterface } from './interface/agent-interface.js';
import { AgentSettings } from './agent-settings.js';
import { askPage } from './ask-page.js';
import { compose } from './compose.js';
import { ConversationController } from './conversation-controller.js';
import { imageDataUrl } from './image-data-url.js';
import { LevelController } from './level-controller.js';
import { measureLevels } from './levels.js';
import { reportLog, type Views } from './log-reporter.js';
import type { Metrics } from './metrics.js';
import type { Ports } from './ports.js';
import { createProviderChoice } from './provider-choice.js';
import type { Run } from './run.js';
import { runSettings, settingsPatch } from './run-settings.js';
import type { SessionFacts } from './session-facts.js';
import { helpOf } from './strings.js';
import { styles } from './styles/index.styles.js';

/**
 * A voice agent in a page: a person talks or writes to it, it answers, and the page hears of everything by events.
 *
 * @tag voice-agent
 */
export class VoiceAgent extends AgentSettings {
  static override styles: CSSResultGroup = styles;

  /** What the element has from the rooms beside it; tests and stories bring their own. @internal */
  ports: Ports = compose;

  readonly #tools = createTools({ onUnhandled: (call) => askPage(this, call) });
  readonly #providers = createProviderChoice(this);
  readonly #runs = new ConversationController(this, {
    needsConsent: () => Boolean(this.consent),
    startsMuted: () => this.muted,
    ports: () => this.ports,
    settings: (how) => runSettings(this, how, this.#tools, this.ports),
    chooseProvider: () => this.#providers.choose(),
    onRun: (run, previous, signal) => this.#follow(run, previous, signal),
    onState: (state, previous) => this.dispatchEvent(new AgentEvent('agent-state', { state, previous })),
  });
  readonly #interface = new AgentInterface(this, this.#runs, this.#providers);
  #undoTools: readonly (() => void)[] = [];
  #lastProvider: string | undefined;

  constructor() {
    super();
    new LevelController(this, {
      wanted: () => this.isConnected && this.#runs.live && (this.levelWanted || this.#interface.showsLevels),
      measure: () => measureLevels(this.state, this.#runs.run),
      onMeasured: ({ input, output }) => this.tellLevel({ input, output }),
    });
  }

  /** Where the conversation stands. */
  get state(): AgentState {
    return this.#runs.state;
  }

  /** What was said and which tools were called, in order. */
  get transcript(): Transcript {
    return this.#runs.views.transcript;
  }

  /** US dollars so far. */
  get cost(): Cost {
    return this.#runs.views.cost;
  }

  /** How long the person waited for each answer. */
  get latency(): Latency {
    return this.#runs.views.latency;
  }

  /** How often what happened in the latest conversation. */
  get metrics(): Metrics | undefined {
    return this.#runs.run?.metrics();
  }

  /** Every entry of the latest conversation's log. */
  get log(): readonly LogEntry[] {
    return this.#runs.run?.log.entries ?? [];
  }

  /** What the provider said of the session. */
  get session(): SessionFacts | undefined {
    return this.#runs.run?.session();
  }

  /**
   * Begins a conversation, or joins the start that is under way. Call it in a click: browsers let sound begin only there.
   * Resolves when the agent listens. Rejects with an `AgentError`, or with an `AbortError` where it was stopped before.
   */
  start(): Promise<void> {
    return this.#runs.start({ modality: this.modality, greets: true });
  }

  /** Ends the conversation, also one that is still being started. Microphone, speaker and connection are released. */
  stop(): void {
    this.#runs.stop('stopped');
  }

  /** Says something in writing. Throws an `AgentError` `not-started`, as the following do. */
  sendText(text: string): void {
    this.#command({ type: 'send-text', text });
  }

  /** Shows the agent a picture, with a text if there is one. Rejects where the picture cannot be read. */
  async sendImage(image: Blob | string, text?: string): Promise<void> {
    this.#command({ type: 'send-image', dataUrl: await imageDataUrl(image), ...(text !== undefined && { text }) });
  }

  /** Tells the agent something without causing an answer, for instance what the person looks at. */
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

  /** Sends the provider a message in its own words. */
  sendRaw(message: Readonly<Record<string, unknown>>): void {
    this.#command({ type: 'send-raw', message });
  }

  /** Lets the agent call a function of the page. Returns the undoing. Throws an `AgentError` on a wrong name. */
  addTool(definition: ToolDefinition, run?: RunTool): () => void {
    return this.#tools.add(definition, run);
  }

  /** Empties the transcript. */
  clear(): void {
    if (!this.#runs.dispatch({ type: 'clear' })) this.#runs.forget();
  }

  /** The conversation as a file: `vtt` and `srt` carry the times. */
  exportTranscript(format: TranscriptFormat = 'json'): string {
    return exportTranscript(this.transcript, format);
  }

  /** The log as JSON lines, for a bug report or a replay. It holds what was said. */
  exportLog(): string {
    return this.log.map((entry) => JSON.stringify(entry)).join('\n');
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { microphone, speaker } = this.#runs.run ?? {};
    if (changed.has('tools')) this.#offerTools();
    if (changed.has('muted')) this.#runs.dispatch({ type: 'set-muted', muted: this.muted });
    if (changed.has('volume')) speaker?.setVolume(this.volume);
    if (changed.has('inputDevice')) this.#settle(microphone?.setDevice(this.inputDevice || undefined));
    if (changed.has('outputDevice')) this.#settle(speaker?.setDevice(this.outputDevice || undefined));
    const patch = settingsPatch(this, changed);
    if (patch) this.#runs.dispatch({ type: 'update-session', patch });
    this.#interface.updated(this.renderRoot);
  }

  protected override render(): TemplateResult {
    return this.#interface.render();
  }

  #command(command: CommandEvent): void {
    if (!this.#runs.dispatch(command)) throw new AgentError('not-started', `There is no conversation for ${command.type}`);
  }

  #offerTools(): void {
    for (const undo of this.#undoTools) undo();
    this.#undoTools = this.tools.map(({ run, ...definition }) => this.#tools.add(definition, run));
  }

  /** A device that cannot be had leaves the old one in use, and the conversation goes on. */
  #settle(changing: Promise<void> | undefined): void {
    changing?.catch((thrown: unknown) => {
      const { code, message } = toAgentError(thrown);
      this.#runs.run?.log.append('session', { type: 'failed', code, message, recoverable: true });
    });
  }

  #follow(run: Run, previous: AgentState, signal: AbortSignal): void {
    const dispatch = (event: Event): boolean => this.dispatchEvent(event);
    this.#interface.begun();
    reportLog(
      { ...run, helpOf: (code) => helpOf(code, this.strings), dispatch, onTold: (...told) => this.#told(...told) },
      previous,
      signal,
    );
  }

  #told(entry: LogEntry, before: Views, after: Views): void {
    const { event } = entry;
    if (event.type === 'start') this.#announceProvider(event.provider);
    if (event.type === 'session-ready' && this.outputDevice) this.#settle(this.#runs.run?.speaker?.setDevice(this.outputDevice));
    // eslint-disable-next-line no-console -- this is what `debug` asks for
    if (this.debug) console.debug('voice-agent', entry);
    this.#interface.told(entry, before, after);
  }

  #announceProvider(provider: string): void {
    const previous = this.#lastProvider;
    this.#lastProvider = provider;
    if (provider !== previous) this.dispatchEvent(new AgentEvent('agent-provider', { provider, previous, reason: 'chosen' }));
  }
}
