import { html, nothing, type TemplateResult } from 'lit';
import type { InterfaceContext } from '../interface/interface-context.js';

/** How many bars there are; `level-controller.ts` sets their heights. */
export const BARS = 5;

/**
 * The one thing to look at, and to press to interrupt. It stays in place and in the tab order through a conversation, so
 * that interrupting does not lose the focus. `compact`: small, beside the words.
 */
export function visualizer({ agent, runs, t, textOnly }: InterfaceContext, compact: boolean): TemplateResult | typeof nothing {
  if (agent.visualizer === 'none' || textOnly) return nothing;
  const interruptible = runs.state === 'speaking' || runs.state === 'thinking';
  return html`<button
    part="visualizer"
    class="visualizer"
    ?data-compact=${compact}
    aria-label=${t('interrupt')}
    aria-disabled=${!interruptible}
    ?disabled=${!runs.live}
    @click=${() => interruptible && runs.dispatch({ type: 'interrupt' })}
  >
    ${Array.from({ length: BARS }, () => html`<span part="bar" class="bar"></span>`)}
  </button>`;
}
