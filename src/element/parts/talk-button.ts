import { html, type TemplateResult } from 'lit';
import type { Translate } from '../strings.js';
import { icon } from './icons.js';

interface TalkButtonProps {
  readonly t: Translate;
  readonly talking: boolean;
  readonly onTalk: (talking: boolean) => void;
}

/** Push-to-talk: held by pointer or Space, toggled by Enter. */
export function talkButton({ t, talking, onTalk }: TalkButtonProps): TemplateResult {
  const press = (event: PointerEvent): void => {
    if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    onTalk(true);
  };
  const release = (): void => {
    if (talking) onTalk(false);
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    if (!event.repeat) onTalk(event.key === 'Enter' ? !talking : true);
  };
  const keyUp = (event: KeyboardEvent): void => {
    if (event.key !== ' ') return;
    event.preventDefault();
    onTalk(false);
  };
  return html`<button
    part="button talk"
    class="talk"
    type="button"
    aria-pressed=${talking}
    aria-describedby="talk-hint"
    @pointerdown=${press}
    @pointerup=${release}
    @pointercancel=${release}
    @keydown=${keyDown}
    @keyup=${keyUp}
    @blur=${release}
  >
    ${icon('mic')}<span>${t(talking ? 'talk-release' : 'talk-hold')}</span>
  </button>`;
}

/** The same, on screen, for whoever has no pointer. */
export function talkHint(t: Translate): TemplateResult {
  return html`<p part="hint" id="talk-hint" class="hint">${t('talk-hint')}</p>`;
}
