import { html, nothing, type TemplateResult } from 'lit';
import type { LogEntry } from '../../spec/voice-event.js';
import type { AgentSettings } from '../agent-settings.js';
import type { ConversationController } from '../conversation-controller.js';
import type { Views } from '../log-reporter.js';
import type { Toggle } from '../parts/control-bar.js';
import { floatingFrame } from '../parts/floating-frame.js';
import { meters } from '../parts/meters.js';
import { transcriptView } from '../parts/transcript-view.js';
import { visualizer } from '../parts/visualizer.js';
import type { ProviderChoice } from '../provider-choice.js';
import { announcementOf } from './announcement.js';
import { Dock } from './dock.js';
import { InterfaceContext } from './interface-context.js';
import { Notices } from './notices.js';
import { SettingsMenu } from './settings-menu.js';

/** What a person sees of the conversation. */
export class AgentInterface {
  readonly #context: InterfaceContext;
  readonly #notices: Notices;
  readonly #settings: SettingsMenu;
  readonly #dock: Dock;
  #announcement = '';
  #transcriptOpen = true;
  /** Whether the newest words are in sight. */
  #pinned = true;
  #focused: Element | null | undefined;

  constructor(agent: AgentSettings, runs: ConversationController, providers: ProviderChoice) {
    const context = new InterfaceContext(agent, runs);
    this.#context = context;
    this.#notices = new Notices(context);
    this.#settings = new SettingsMenu(context, providers);
    this.#dock = new Dock(context);
  }

  /** Whether bars move now. */
  get showsLevels(): boolean {
    const { agent, runs, voiceLive, pushToTalk } = this.#context;
    const { state } = runs;
    const visible = agent.visualizer !== 'none' && (agent.variant !== 'floating' || agent.open);
    const heard = !agent.muted && (!pushToTalk || this.#dock.talking);
    const sounding = state === 'speaking' || ((state === 'listening' || state === 'hearing') && heard);
    return visible && sounding && voiceLive && !matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  /** A conversation begins: what was said of the one before is over. */
  begun(): void {
    this.#dock.talking = false;
    this.#notices.clear();
  }

  told(entry: LogEntry, before: Views, after: Views): void {
    const announcement = announcementOf(entry, before, after, this.#context);
    this.#announcement = announcement ?? this.#announcement;
    if (entry.event.type === 'devices-changed') this.#settings.lookUp();
    const moved = after.state !== before.state;
    if (moved || entry.event.type === 'failed' || announcement !== undefined) this.#notices.told(entry.event, moved);
    else if (after.transcript !== before.transcript || after.cost !== before.cost || after.latency !== before.latency)
      this.#context.changed();
  }

  willUpdate(): void {
    this.#focused = this.#context.agent.shadowRoot?.activeElement;
  }

  /** Keeps the newest words in sight, unless the person looks at older ones, and the focus in the element when what had it goes. */
  updated(): void {
    const root = this.#context.agent.renderRoot;
    const view = root.querySelector('.transcript');
    if (view && this.#pinned) view.scrollTop = view.scrollHeight;
    if (this.#focused?.isConnected === false) root.querySelector<HTMLElement>('.notice .solid, .talk, .end, .start')?.focus();
  }

  render(): TemplateResult {
    return this.#context.agent.variant === 'floating' ? floatingFrame(this.#context, this.#shell()) : this.#shell();
  }

  #shell(): TemplateResult {
    const context = this.#context;
    const { t, runs, agent, voiceLive } = context;
    const { state } = runs;
    const { transcript } = runs.views;
    const muted = voiceLive && agent.muted;
    const compact = this.#notices.shown || (this.#transcriptOpen && transcript.length > 0);
    const readable = this.#transcriptOpen && (!this.#notices.shown || transcript.length > 0);
    return html`<section part="shell" aria-label=${t('label')} data-state=${state}>
      <header part="header">
        <slot name="avatar"></slot>
        <slot name="header"></slot>
        <p part="state" class="status">
          ${muted && state === 'listening' ? nothing : context.wordsFor(state)}${muted ? html`<span>${t('muted')}</span>` : nothing}
        </p>
        ${meters(context)}
      </header>
      ${visualizer(context, compact)} ${readable ? transcriptView(context, (pinned) => (this.#pinned = pinned)) : nothing}
      ${this.#notices.render()} ${this.#settings.render()}
      ${this.#dock.render({
        settings: this.#settings.toggle,
        transcript: context.shows('transcript') ? this.#transcriptToggle : undefined,
        start: !runs.live && !this.#notices.shown,
      })}
      <slot name="footer"></slot>
      <div part="announcer" class="visually-hidden" role="status" aria-live="polite">${this.#announcement}</div>
    </section>`;
  }

  get #transcriptToggle(): Toggle {
    return {
      open: this.#transcriptOpen,
      onToggle: () => {
        this.#transcriptOpen = !this.#transcriptOpen;
        this.#context.changed();
      },
    };
  }
}
