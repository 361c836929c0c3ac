import { html, type TemplateResult } from 'lit';
import type { InterfaceContext } from '../interface/interface-context.js';
import { icon } from './icons.js';

/** A button in the corner and the panel that it opens. Escape closes and gives the focus back. */
export function floatingFrame({ t, agent, runs }: InterfaceContext, content: TemplateResult): TemplateResult {
  const { open } = agent;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    agent.open = false;
    agent.renderRoot.querySelector<HTMLElement>('.launcher')?.focus();
  };
  const toggle = (): void => {
    agent.open = !open;
  };
  return html`<button
      part="launcher"
      class="launcher solid"
      aria-expanded=${open}
      aria-controls="panel"
      aria-label=${t(open ? 'close' : 'open')}
      ?data-live=${runs.live}
      @click=${toggle}
      @keydown=${onKeyDown}
    >
      <slot name="launcher">${icon(open ? 'cross' : 'mic')}</slot>
    </button>
    <div part="panel" class="panel" id="panel" ?inert=${!open} @keydown=${onKeyDown}>${content}</div>`;
}
