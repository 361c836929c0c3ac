import { html, type TemplateResult } from 'lit';
import type { InterfaceContext } from '../interface/interface-context.js';
import { icon } from './icons.js';

/** Push-to-talk: held by pointer or Space, toggled by Enter. */
export function talkButton({ t }: InterfaceContext, talking: boolean, onTalk: (talking: boolean) => void): TemplateResult {
  const press = (event: PointerEvent): void => {
    if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    onTalk(true);
  };
  const release = (): void => {
    if (talking) onTalk(false);
  };
  const onKey = (event: KeyboardEvent): void => {
    const { key, repeat, type } = event;
    if (key !== ' ' && key !== 'Enter') return;
    const down = type === 'keydown';
    event.preventDefault();
    if (key === ' ') onTalk(down);
    else if (down && !repeat) onTalk(!talking);
  };
  return html`<button
    part="button talk"
    class="talk"
    aria-pressed=${talking}
    aria-describedby="talk-hint"
    @pointerdown=${press}
    @pointerup=${release}
    @pointercancel=${release}
    @keydown=${onKey}
    @keyup=${onKey}
    @blur=${release}
  >
    ${icon('mic')}${t(talking ? 'talk-release' : 'talk-hold')}
  </button>`;
}
