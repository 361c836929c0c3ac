import { html, type TemplateResult } from 'lit';

const MIC = 'M9 6a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0ZM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3';

/** Lines in a square of 24. */
const LINES = {
  mic: MIC,
  'mic-off': `${MIC}M4 4l16 16`,
  send: 'M12 19V5M6 11l6-6 6 6',
  end: 'M7 7h10v10H7Z',
  chat: 'M4 5h16v11h-8l-5 4v-4H4Z',
  settings: 'M4 8h9m5 0h2M4 16h2m5 0h9M13 8a2.5 2.5 0 0 1 5 0 2.5 2.5 0 0 1-5 0M6 16a2.5 2.5 0 0 1 5 0 2.5 2.5 0 0 1-5 0',
  check: 'M5 12l5 5 9-9',
  cross: 'M6 6l12 12M18 6L6 18',
  alert: 'M12 8v5m0 3.5v0M3 12a9 9 0 0 1 18 0 9 9 0 0 1-18 0',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2-5M19.5 3.5v4h-4',
  chevron: 'M9 6l6 6-6 6',
  transcript: 'M5 6h14M5 11h14M5 16h8',
};

export type IconName = keyof typeof LINES;

/** It says nothing: what it stands in has the words. */
export function drawing(name: IconName): TemplateResult {
  return html`<svg class="icon" part="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${LINES[name]} /></svg>`;
}

/** A drawing that a page can replace through the slot `icon-<name>`; a slot serves one place at a time. */
export function icon(name: IconName): TemplateResult {
  return html`<slot name="icon-${name}">${drawing(name)}</slot>`;
}
