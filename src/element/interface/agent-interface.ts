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
  #focused: Element | null = null;

  constructor(agent: AgentSettings, runs: ConversationController, providers: ProviderChoice) {
    this.#context = new InterfaceContext(agent, runs);
    this.#notices = new Notices(this.#context);
    this.#settings = new SettingsMenu(this.#context, providers);
    this.#dock = new Dock(this.#context);
  }

  /** Whether bars move now. */
  get showsLevels(): boolean {
    const { agent, runs, voiceLive, pushToTalk } = this.#context;
    const visible = agent.visualizer !== 'none' && (agent.variant !== 'floating' || agent.open);
    const heard = !agent.muted && (!pushToTalk || this.#dock.talking);
    const sounding = runs.state === 'speaking' || ((runs.state === 'listening' || runs.state === 'hearing') && heard);
    return visible && sounding && voiceLive && !matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  /** A conversation begins: what was said of the one before is over. */
  begun(): void {
    this.#dock.release();
    this.#notices.clear();
  }

  told(entry: LogEntry, before: Views, after: Views): void {
    const { t, lang } = this.#context;
    const moved = after.state !== before.state;
    const announcement = announcementOf(entry, before, after, t, lang);
    if (announcement !== undefined) this.#announcement = announcement;
    if (entry.event.type === 'microphone-opened') this.#settings.lookUp();
    if (moved || entry.event.type === 'failed' || announcement !== undefined) this.#notices.told(entry.event, moved);
    else if (after.transcript !== before.transcript || after.cost !== before.cost || after.latency !== before.latency)
      this.#context.changed();
  }

  willUpdate(root: DocumentFragment | HTMLElement): void {
    this.#focused = root instanceof ShadowRoot ? root.activeElement : null;
  }

  /** Keeps the newest words in sight, unless the person looks at older ones, and the focus in the element when what had it goes. */
  updated(root: DocumentFragment | HTMLElement): void {
    const view = root.querySelector('.transcript');
    if (view && this.#pinned) view.scrollTop = view.scrollHeight;
    if (this.#focused && !this.#focused.isConnected)
      root.querySelector<HTMLElement>('.notice .solid, .talk, .end, .start')?.focus();
  }

  render(): TemplateResult {
    const { agent, runs, t } = this.#context;
    if (agent.variant !== 'floating') return this.#shell();
    const onToggle = (open: boolean): void => {
      agent.open = open;
    };
    return floatingFrame({ t, open: agent.open, live: runs.live, content: this.#shell(), onToggle });
  }

  #shell(): TemplateResult {
    const { t, runs, agent, voiceLive, stateWords } = this.#context;
    return html`<section part="shell" class="shell" aria-label=${t('label')}>
      <header part="header" class="header">
        <slot name="avatar"></slot>
        <slot name="header"></slot>
        <p part="state" class="status" data-state=${runs.state}>
          ${stateWords}${voiceLive && agent.muted ? html`<span class="muted-mark">${t('muted')}</span>` : nothing}
        </p>
        ${this.#meters()}
      </header>
      ${this.#picture()} ${this.#words()} ${this.#notices.render()} ${this.#settings.render()}
      ${this.#dock.render({ settings: this.#settings.toggle, transcript: this.#transcriptToggle })}
      <slot name="footer"></slot>
      <div part="announcer" class="visually-hidden" role="status" aria-live="polite">${this.#announcement}</div>
    </section>`;
  }

  #meters(): TemplateResult | typeof nothing {
    const context = this.#context;
    const { latency, cost } = context.runs.views;
    return meters({
      t: context.t,
      lang: context.lang,
      latency: context.shows('latency') ? latency.turns.at(-1) : undefined,
      cost: context.shows('cost') && context.runs.run ? cost : undefined,
    });
  }

  #picture(): TemplateResult | typeof nothing {
    const { agent, runs, t, textOnly } = this.#context;
    if (agent.visualizer === 'none' || textOnly) return nothing;
    return visualizer({
      t,
      state: runs.state,
      live: runs.live,
      compact: this.#notices.shown || (this.#transcriptOpen && runs.views.transcript.length > 0),
      interruptible: runs.state === 'speaking' || runs.state === 'thinking',
      onInterrupt: () => runs.dispatch({ type: 'interrupt' }),
    });
  }

  #words(): TemplateResult | typeof nothing {
    const { runs, t, textOnly, pushToTalk } = this.#context;
    if (!this.#transcriptOpen || (this.#notices.shown && runs.views.transcript.length === 0)) return nothing;
    const way = textOnly ? 'text' : 'voice';
    const empty = t(runs.live ? `empty-live-${way === 'voice' && pushToTalk ? 'talk' : way}` : `empty-${way}`);
    return transcriptView({ t, transcript: runs.views.transcript, empty, onScroll: (pinned) => (this.#pinned = pinned) });
  }

  get #transcriptToggle(): Toggle | undefined {
    if (!this.#context.shows('transcript')) return undefined;
    return {
      open: this.#transcriptOpen,
      onToggle: () => {
        this.#transcriptOpen = !this.#transcriptOpen;
        this.#context.changed();
      },
    };
  }
}
