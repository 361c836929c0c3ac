import { html, nothing, type TemplateResult } from 'lit';
import { consentPanel } from '../parts/consent-panel.js';
import { errorPanel } from '../parts/error-panel.js';
import { limitWarning } from './announcement.js';
import type { InterfaceContext } from './interface-context.js';

/** Whether the person has something to read before they go on. */
export function hasNotice({ runs }: InterfaceContext): boolean {
  return runs.consent.asked || runs.snapshot.notices.failure !== undefined;
}

/** What stands in the person's way, one thing at a time: a question, a failure, a limit. */
export function notices(context: InterfaceContext): TemplateResult | typeof nothing {
  const { runs } = context;
  const { failure, limit } = runs.snapshot.notices;
  if (runs.consent.asked) return consentPanel(context);
  if (failure) return errorPanel(context, failure, () => runs.dismissNotices());
  if (!limit || !runs.live) return nothing;
  return html`<p part="limit" class="notice limit">${limitWarning(limit, context)}</p>`;
}
