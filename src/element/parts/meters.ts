import { html, nothing, type TemplateResult } from 'lit';
import type { InterfaceContext } from '../interface/interface-context.js';

/** Cents, and their fractions while there is less than one. */
export function dollars(amount: number, lang: string): string {
  const maximumFractionDigits = amount > 0 && amount < 0.1 ? 4 : 2;
  return amount.toLocaleString(lang, { style: 'currency', currency: 'USD', maximumFractionDigits });
}

function chip(part: string, label: string, value: string): TemplateResult {
  return html`<span part="chip ${part}" class="chip quiet" title=${label}
    ><span class="visually-hidden">${label}: </span>${value}</span
  >`;
}

/** Machine facts, in the machine's type: those that the page wants and that there are. */
export function meters(ui: InterfaceContext): TemplateResult | typeof nothing {
  const { t, lang, runs } = ui;
  const latency = ui.shows('latency') ? runs.snapshot.latency.turns.at(-1) : undefined;
  const cost = ui.shows('cost') && runs.run ? runs.snapshot.cost : undefined;
  if (!latency && !cost) return nothing;
  return html`<div part="meters" class="meters">
    ${latency ? chip('latency', t('latency'), `${Math.round(latency.totalMs)} ms`) : nothing}
    ${cost ? chip('cost', t(cost.estimated ? 'cost-estimated' : 'cost'), (cost.estimated ? '≈ ' : '') + dollars(cost.total, lang)) : nothing}
  </div>`;
}
