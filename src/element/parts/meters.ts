import { html, nothing, type TemplateResult } from 'lit';
import type { Cost, TurnLatency } from '../../spec/snapshot.js';
import type { Translate } from '../strings.js';

interface MetersProps {
  readonly t: Translate;
  readonly lang: string;
  /** Absent where the page does not want it, or where there is none yet. */
  readonly latency?: TurnLatency | undefined;
  readonly cost?: Cost | undefined;
}

/** Cents, and their fractions while there is less than one. */
export function dollars(amount: number, lang: string): string {
  const format = { style: 'currency', currency: 'USD', maximumFractionDigits: amount > 0 && amount < 0.1 ? 4 : 2 } as const;
  return new Intl.NumberFormat(lang, format).format(amount);
}

function chip(part: string, label: string, value: string): TemplateResult {
  return html`<span part="chip ${part}" class="chip" title=${label}
    ><span class="visually-hidden">${label}: </span>${value}</span
  >`;
}

/** Machine facts, in the machine's type. */
export function meters({ t, lang, latency, cost }: MetersProps): TemplateResult | typeof nothing {
  if (!latency && !cost) return nothing;
  return html`<div part="meters" class="meters">
    ${latency ? chip('latency', t('latency'), `${Math.round(latency.totalMs)} ms`) : nothing}
    ${cost ? chip('cost', t(cost.estimated ? 'cost-estimated' : 'cost'), (cost.estimated ? '≈ ' : '') + dollars(cost.total, lang)) : nothing}
  </div>`;
}
