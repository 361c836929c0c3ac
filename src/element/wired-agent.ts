import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { createTools } from '../session/tools.js';
import { toAgentError } from '../spec/agent-error.js';
import type { AgentState } from '../spec/snapshot.js';
import type { LogEntry } from '../spec/voice-event.js';
import { AgentEvent } from './agent-events.js';
import { AgentSettings } from './agent-settings.js';
import { askPage } from './ask-page.js';
import { compose } from './compose.js';
import { ConversationController } from './conversation-controller.js';
import { AgentInterface } from './interface/agent-interface.js';
import { LevelController } from './level-controller.js';
import { measureLevels } from './levels.js';
import { reportLog, type Views } from './log-reporter.js';
import type { Ports } from './ports.js';
import { createProviderChoice } from './provider-choice.js';
import type { Run } from './run.js';
import { gainOf, settingsPatch } from './run-settings.js';
import { styles } from './styles/index.styles.js';

/** The element without its methods: settings reach the conversation, and what happens there reaches person and page. */
export class WiredAgent extends AgentSettings {
  static override styles: CSSResultGroup = styles;

  /** Adds a provider of the page's own, for every element: `provider` may name its id from the next start on. */
  static readonly addProvider = compose.addProvider;

  /** Whether `provider` may name this id. */
  static readonly hasProvider = compose.hasProvider;

  /** What the element has from the rooms beside it; tests and stories bring their own. @internal */
  ports: Ports = compose;

  protected readonly offered = createTools({ onUnhandled: (call) => askPage(this, call) });
  readonly #providers = createProviderChoice(this, (id) => this.ports.hasProvider(id));
  protected readonly runs = new ConversationController(this, {
    tools: this.offered,
    chooseProvider: () => this.#providers.choose(),
    onRun: (run, previous, signal) => this.#follow(run, previous, signal),
    onState: (state, previous) => this.dispatchEvent(new AgentEvent('agent-state', { state, previous })),
  });
  readonly #interface = new AgentInterface(this, this.runs, this.#providers);
  #undoTools: readonly (() => void)[] = [];
  #lastProvider: string | undefined;

  constructor() {
    super();
    const wanted = (): boolean => this.isConnected && this.runs.live && (this.levelWanted || this.#interface.showsLevels);
    new LevelController(this, wanted, () => {
      const { bars, ...loudness } = measureLevels(this.runs.state, this.runs.run);
      this.tellLevel(loudness);
      return bars;
    });
  }

  protected override willUpdate(): void {
    this.#interface.willUpdate();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { microphone, speaker } = this.runs.run ?? {};
    if (changed.has('tools')) this.#offerTools();
    if (changed.has('muted')) this.runs.dispatch({ type: 'set-muted', muted: this.muted });
    if (changed.has('volume')) speaker?.setVolume(gainOf(this));
    if (changed.has('inputDevice')) this.#settle(microphone?.setDevice(this.inputDevice || undefined));
    if (changed.has('outputDevice')) this.#settle(speaker?.setDevice(this.outputDevice || undefined));
    const patch = settingsPatch(this, changed);
    if (patch) this.runs.dispatch({ type: 'update-session', patch });
    this.#interface.updated();
  }

  protected override render(): TemplateResult {
    return this.#interface.render();
  }

  #offerTools(): void {
    for (const undo of this.#undoTools) undo();
    this.#undoTools = this.tools.map(({ run, ...definition }) => this.offered.add(definition, run));
  }

  /** A device that cannot be had leaves the old one in use, and the conversation goes on. */
  #settle(changing: Promise<void> | undefined): void {
    changing?.catch((thrown: unknown) => {
      const { code, message } = toAgentError(thrown);
      this.runs.run?.log.append('session', { type: 'failed', code, message, recoverable: true });
    });
  }

  #follow(run: Run, previous: AgentState, signal: AbortSignal): void {
    this.#interface.begun();
    reportLog(this, run, previous, (...told) => this.#told(...told), signal);
  }

  #told(entry: LogEntry, before: Views, after: Views): void {
    const { event } = entry;
    if (event.type === 'start') this.#announceProvider(event.provider);
    if (event.type === 'session-ready' && this.outputDevice) this.#settle(this.runs.run?.speaker?.setDevice(this.outputDevice));
    // eslint-disable-next-line no-console -- this is what `debug` asks for
    if (this.debug) console.debug('voice-agent', entry);
    this.#interface.told(entry, before, after);
  }

  #announceProvider(provider: string): void {
    const previous = this.#lastProvider;
    this.#lastProvider = provider;
    const event = new AgentEvent('agent-provider', { provider, previous, reason: 'chosen' });
    if (provider !== previous) this.dispatchEvent(event);
  }
}
