import { html, type TemplateResult } from 'lit';
import type { Translate } from '../strings.js';
import { icon } from './icons.js';

interface FloatingProps {
  readonly t: Translate;
  readonly open: boolean;
  /** Whether a conversation goes on behind a closed panel. */
  readonly live: boolean;
  readonly content: TemplateResult;
  readonly onToggle: (open: boolean) => void;
}

function focusLauncher(root: Node): void {
  if (root instanceof ShadowRoot) root.querySelector<HTMLElement>('.launcher')?.focus();
}

/** A button in the corner and the panel that it opens. Escape closes and gives the focus back. */
export function floatingFrame({ t, open, live, content, onToggle }: FloatingProps): TemplateResult {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open || !(event.currentTarget instanceof Node)) return;
    event.stopPropagation();
    onToggle(false);
    focusLauncher(event.currentTarget.getRootNode());
  };
  return html`<button
      part="launcher"
      class="launcher"
      type="button"
      aria-expanded=${open}
      aria-controls="panel"
      aria-label=${t(open ? 'close' : 'open')}
      ?data-live=${live}
      @click=${() => onToggle(!open)}
      @keydown=${onKeyDown}
    >
      <slot name="launcher">${icon(open ? 'cross' : 'mic')}</slot>
    </button>
    <div part="panel" class="panel" id="panel" ?inert=${!open} @keydown=${onKeyDown}>${content}</div>`;
}
