import { html, type TemplateResult } from 'lit';
import type { AgentState } from '../../spec/snapshot.js';
import type { Translate } from '../strings.js';

/** How many bars there are; `level-controller.ts` sets their heights. */
export const BARS = 5;

interface VisualizerProps {
  readonly t: Translate;
  readonly state: AgentState;
  readonly live: boolean;
  /** Small, beside the words. */
  readonly compact: boolean;
  /** Whether there is something to interrupt. */
  readonly interruptible: boolean;
  readonly onInterrupt: () => void;
}

/**
 * The one thing to look at, and to press to interrupt. It stays in place and in the tab order through a conversation, so
 * that interrupting does not lose the focus.
 */
export function visualizer({ t, state, live, compact, interruptible, onInterrupt }: VisualizerProps): TemplateResult {
  return html`<button
    part="visualizer"
    class="visualizer"
    type="button"
    data-state=${state}
    ?data-compact=${compact}
    aria-label=${t('interrupt')}
    aria-disabled=${!interruptible}
    ?disabled=${!live}
    @click=${() => interruptible && onInterrupt()}
  >
    ${Array.from({ length: BARS }, () => html`<span part="bar" class="bar"></span>`)}
  </button>`;
}
