import { html, nothing, type TemplateResult } from 'lit';
import { composer } from '../parts/composer.js';
import { controlBar, type Controls } from '../parts/control-bar.js';
import { talkButton } from '../parts/talk-button.js';
import type { InterfaceContext } from './interface-context.js';

/** Everything a person acts with: begin, end, mute, talk, write. Push-to-talk is explained on the screen too. */
export function controls(context: InterfaceContext, toggles: Omit<Controls, 'talk'>): TemplateResult {
  const { runs } = context;
  const onTalk = (pressed: boolean): void => {
    if (pressed !== runs.talking) runs.dispatch({ type: pressed ? 'talk-pressed' : 'talk-released' });
  };
  const talk = context.voiceLive && context.pushToTalk ? talkButton(context, runs.talking, onTalk) : undefined;
  return html`${talk ? html`<p part="hint" id="talk-hint" class="centred quiet">${context.t('talk-hint')}</p>` : nothing}
    <div part="dock" class="dock">
      ${context.shows('text') ? composer(context) : nothing} ${controlBar(context, { ...toggles, talk })}
    </div>`;
}
