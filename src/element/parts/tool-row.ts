import { html, nothing, type TemplateResult } from 'lit';
import type { TranscriptItem } from '../../spec/snapshot.js';
import type { Translate } from '../strings.js';
import { drawing } from './icons.js';

type ToolCall = NonNullable<TranscriptItem['tool']>;

const MARKS = { running: html`<span class="spinner"></span>`, done: drawing('check'), failed: drawing('alert') };

/** JSON as a person reads it; what is no JSON as it came. */
function readable(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? '';
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}

function detail(label: string, value: unknown): TemplateResult | typeof nothing {
  return value === undefined || value === ''
    ? nothing
    : html`<dt class="quiet">${label}</dt>
        <dd><pre part="tool-data">${readable(value)}</pre></dd>`;
}

/** One call of a tool: its course on the line, arguments and result folded away. */
export function toolRow({ status, name, durationMs, ...tool }: ToolCall, t: Translate): TemplateResult {
  return html`<details part="tool tool-${status}" class="tool ${status}">
    <summary part="tool-summary">
      <span class="mark">${MARKS[status]}</span>
      <span class="visually-hidden">${t(`tool-${status}`)}:</span>
      <code>${name}</code>
      ${durationMs === undefined ? nothing : html`<span class="duration quiet">${Math.round(durationMs)} ms</span>`}
      <span class="chevron quiet">${drawing('chevron')}</span>
    </summary>
    <dl>${(['arguments', 'result', 'error'] as const).map((part) => detail(t(`tool-${part}`), tool[part]))}</dl>
  </details>`;
}
