import { html, nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from './icons.js';

/** A button that says what it does. `look` is its class. */
export function wordButton(part: string, look: string, label: string, onClick: () => void, name?: IconName): TemplateResult {
  return html`<button part="button ${part}" class=${look} @click=${onClick}>${name ? icon(name) : nothing}${label}</button>`;
}

interface IconButtonState {
  /** Whether what it discloses is shown. */
  readonly open?: boolean;
  /** Whether what it stands for is off. */
  readonly off?: boolean;
}

/** A button that shows what it does, and says it to whoever asks. */
export function iconButton(
  part: string,
  name: IconName,
  label: string,
  onClick: () => void,
  { open, off }: IconButtonState = {},
): TemplateResult {
  return html`<button
    part="button ${part}"
    class=${off ? 'off' : nothing}
    aria-expanded=${open ?? nothing}
    aria-label=${label}
    title=${label}
    @click=${onClick}
  >
    ${icon(name)}
  </button>`;
}
