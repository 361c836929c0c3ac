import { html, nothing, type TemplateResult } from 'lit';
import { composer } from '../parts/composer.js';
import { controlBar, type Controls } from '../parts/control-bar.js';
import { talkButton } from '../parts/talk-button.js';
import type { InterfaceContext } from './interface-context.js';

/** Everything a person does: begin, end, mute, talk, write. */
export class Dock {
  readonly #context: InterfaceContext;
  /** Whether push-to-talk is held. */
  talking = false;

  constructor(context: InterfaceContext) {
    this.#context = context;
  }

  /** Push-to-talk is explained on the screen too, for whoever has no pointer. */
  render(controls: Omit<Controls, 'talk'>): TemplateResult {
    const context = this.#context;
    const talk =
      context.voiceLive && context.pushToTalk ? talkButton(context, this.talking, (pressed) => this.#talk(pressed)) : undefined;
    return html`${talk ? html`<p part="hint" id="talk-hint" class="centred quiet">${context.t('talk-hint')}</p>` : nothing}
      <div part="dock" class="dock">
        ${context.shows('text') ? composer(context) : nothing} ${controlBar(context, { ...controls, talk })}
      </div>`;
  }

  #talk(talking: boolean): void {
    if (talking === this.talking) return;
    this.talking = talking;
    this.#context.runs.dispatch({ type: talking ? 'talk-pressed' : 'talk-released' });
    this.#context.changed();
  }
}
