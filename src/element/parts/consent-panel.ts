import { html, type TemplateResult } from 'lit';
import type { InterfaceContext } from '../interface/interface-context.js';
import { wordButton } from './buttons.js';

/** Asks before anything is recorded, in the page's own words or in general ones. */
export function consentPanel({ t, agent: { consent }, runs }: InterfaceContext): TemplateResult {
  return html`<div part="consent" class="notice" role="group" aria-labelledby="consent-title" aria-describedby="consent-text">
    <strong id="consent-title" part="consent-title">${t('consent-title')}</strong>
    <p id="consent-text" part="consent-text">${typeof consent === 'string' ? consent : t('consent-default')}</p>
    <div class="actions">
      ${wordButton('consent-accept', 'solid', t('consent-accept'), () => runs.answerConsent(true))}
      ${wordButton('consent-decline', '', t('consent-decline'), () => runs.answerConsent(false))}
    </div>
  </div>`;
}
