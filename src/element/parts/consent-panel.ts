import { html, type TemplateResult } from 'lit';
import type { Translate } from '../strings.js';

interface ConsentProps {
  /** The page's own words, or `true` for the general ones. */
  readonly consent: string | boolean;
  readonly t: Translate;
  readonly onAccept: () => void;
  readonly onDecline: () => void;
}

/** Asks before anything is recorded. */
export function consentPanel({ consent, t, onAccept, onDecline }: ConsentProps): TemplateResult {
  return html`<div part="consent" class="notice" role="group" aria-labelledby="consent-title" aria-describedby="consent-text">
    <div class="notice-head"><strong id="consent-title" part="consent-title">${t('consent-title')}</strong></div>
    <p id="consent-text" part="consent-text">${typeof consent === 'string' ? consent : t('consent-default')}</p>
    <div class="actions">
      <button part="button consent-accept" class="button solid" type="button" @click=${onAccept}>${t('consent-accept')}</button>
      <button part="button consent-decline" class="button" type="button" @click=${onDecline}>${t('consent-decline')}</button>
    </div>
  </div>`;
}
