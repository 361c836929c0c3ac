import { html, nothing, type TemplateResult } from 'lit';
import type { LogEntry } from '../../spec/voice-event.js';
import type { AgentSettings } from '../settings.js';
import type { ConversationController } from '../conversation-controller.js';
import type { Snapshot } from '../report-events.js';
import type { Toggle } from '../parts/control-bar.js';
import { floatingFrame } from '../parts/floating-frame.js';
import { meters } from '../parts/meters.js';
import { transcriptView } from '../parts/transcript-view.js';
import { visualizer } from '../parts/visualizer.js';
import type { ProviderChoice } from '../provider-choice.js';
import { announcementOf } from './announcement.js';
import { controls } from './controls.js';
import { InterfaceContext } from './interface-context.js';
import { hasNotice, notices } from './notices.js';
import { SettingsMenu } from './settings-menu.js';

/** What a person sees of the conversation. */
export class AgentInterface {
  readonly #context: InterfaceContext;
  readonly #settings: SettingsMenu;
  #announcement = '';
  #transcriptOpen = true;
  /** Whether the newest words are in sight. */
  #pinned = true;
  #focused: Element | null | undefined;

  constructor(agent: AgentSettings, runs: ConversationController, providers: ProviderChoice) {
    const context = new InterfaceContext(agent, runs);
    this.#context = context;
    this.#settings = new SettingsMenu(context, providers);
  }

  /** Whether bars move now. */
  get showsLevels(): boolean {
    const { agent, runs, voiceLive, pushToTalk } = this.#context;
    const { state } = runs;
    const visible = agent.visualizer !== 'none' && (agent.variant !== 'floating' || agent.open);
    const heard = !agent.muted && (!pushToTalk || runs.talking);
    const sounding = state === 'speaking' || ((state === 'listening' || state === 'hearing') && heard);
    return visible && sounding && voiceLive && !matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  /** Something happened: shows it, and announces what a screen reader should say. */
  update(entry: LogEntry, before: Snapshot, after: Snapshot): void {
    const announcement = announcementOf(entry, before, after, this.#context);
    this.#announcement = announcement ?? this.#announcement;
    if (entry.event.type === 'devices-changed') this.#settings.lookUp();
    const changed = (Object.keys(after) as (keyof Snapshot)[]).some((name) => after[name] !== before[name]);
    if (changed || announcement !== undefined || entry.event.type.startsWith('talk-')) this.#context.changed();
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
    const { transcript } = runs.snapshot;
    const muted = voiceLive && agent.muted;
    const noticed = hasNotice(context);
    const compact = noticed || (this.#transcriptOpen && transcript.length > 0);
    const readable = this.#transcriptOpen && (!noticed || transcript.length > 0);
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
      ${notices(context)} ${this.#settings.render()}
      ${controls(context, {
        settings: this.#settings.toggle,
        transcript: context.shows('transcript') ? this.#transcriptToggle : undefined,
        start: !runs.live && !noticed,
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
