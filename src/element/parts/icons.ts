import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

const shapes = {
  mic: svg`<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>`,
  'mic-off': svg`<path d="M9 5.5A3 3 0 0 1 15 6v5m-1 2.4A3 3 0 0 1 9 11V9M5.5 11.5a6.5 6.5 0 0 0 10.6 5M18.5 11.5c0 .9-.2 1.7-.5 2.5M12 18v3M4 4l16 16"/>`,
  send: svg`<path d="M12 19V5M6 11l6-6 6 6"/>`,
  end: svg`<rect x="6.5" y="6.5" width="11" height="11" rx="2.5"/>`,
  chat: svg`<path d="M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-8l-5 4v-4H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Z"/>`,
  settings: svg`<path d="M4 8h9m5 0h2M4 16h2m5 0h9"/><circle cx="15.5" cy="8" r="2.5"/><circle cx="8.5" cy="16" r="2.5"/>`,
  check: svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`,
  cross: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  alert: svg`<path d="M12 8v5m0 3.5v.01"/><circle cx="12" cy="12" r="9"/>`,
  retry: svg`<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4"/>`,
  chevron: svg`<path d="m9 6 6 6-6 6"/>`,
  transcript: svg`<path d="M5 6h14M5 11h14M5 16h8"/>`,
} as const satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof shapes;

/** It says nothing: what it stands in has the words. */
export function drawing(name: IconName): TemplateResult {
  return html`<svg class="icon" part="icon" viewBox="0 0 24 24" aria-hidden="true">${shapes[name]}</svg>`;
}

/** A drawing that a page can replace through the slot `icon-<name>`; a slot serves one place at a time. */
export function icon(name: IconName): TemplateResult {
  return html`<slot name="icon-${name}">${drawing(name)}</slot>`;
}
