import { html, nothing, type TemplateResult } from 'lit';
import { composer } from '../parts/composer.js';
import { controlBar, type Toggle } from '../parts/control-bar.js';
import { talkButton, talkHint } from '../parts/talk-button.js';
import type { InterfaceContext } from './interface-context.js';

interface DockToggles {
  readonly settings: Toggle | undefined;
  readonly transcript: Toggle | undefined;
}

/** Everything a person does: begin, end, mute, talk, write. */
export class Dock {
  readonly #context: InterfaceContext;
  #talking = false;

  constructor(context: InterfaceContext) {
    this.#context = context;
  }

  /** Whether push-to-talk is held. */
  get talking(): boolean {
    return this.#talking;
  }

  release(): void {
    this.#talking = false;
  }

  render({ settings, transcript }: DockToggles): TemplateResult {
    const context = this.#context;
    const { t, agent, runs } = context;
    const talking = context.voiceLive && context.pushToTalk;
    const mutable = context.voiceLive && !context.pushToTalk && context.shows('mic');
    return html`${talking ? talkHint(t) : nothing}
      <div part="dock" class="dock">
        ${context.shows('text') ? composer({ t, onSend: (text) => this.#write(text) }) : nothing}
        ${controlBar({
          t,
          live: runs.live,
          again: runs.run !== undefined,
          textOnly: context.textOnly,
          muted: agent.muted,
          ...(mutable && { onMute: () => (agent.muted = !agent.muted) }),
          ...(settings && { settings }),
          ...(transcript && { transcript }),
          ...(talking && { talk: talkButton({ t, talking: this.#talking, onTalk: (pressed) => this.#talk(pressed) }) }),
          onStart: () => context.start(),
          ...(context.shows('end') && { onEnd: () => runs.stop('stopped') }),
        })}
      </div>`;
  }

  /** Whoever writes first is not asked for a microphone. */
  #write(text: string): void {
    const { runs } = this.#context;
    if (!runs.live) runs.start({ modality: 'text', greets: false }).catch(() => undefined);
    runs.dispatch({ type: 'send-text', text });
  }

  #talk(talking: boolean): void {
    if (talking === this.#talking) return;
    this.#talking = talking;
    this.#context.runs.dispatch({ type: talking ? 'talk-pressed' : 'talk-released' });
    this.#context.changed();
  }
}
