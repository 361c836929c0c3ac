import { html, nothing, type TemplateResult } from 'lit';
import type { SessionEvent, VoiceEvent } from '../../spec/voice-event.js';
import { consentPanel } from '../parts/consent-panel.js';
import { errorPanel, type Failure } from '../parts/error-panel.js';
import { limitWarning } from './announcement.js';
import type { InterfaceContext } from './interface-context.js';

type Warning = SessionEvent & { readonly type: 'limit-near' };

/** What stands in the person's way, one thing at a time: a question, a failure, a limit. */
export class Notices {
  readonly #context: InterfaceContext;
  #failure: Failure | undefined;
  #warning: Warning | undefined;

  constructor(context: InterfaceContext) {
    this.#context = context;
  }

  /** Whether the person has something to read before they go on. */
  get shown(): boolean {
    return this.#context.runs.consent.asked || this.#failure !== undefined;
  }

  clear(): void {
    this.#failure = this.#warning = undefined;
    this.#context.changed();
  }

  /** `moved`: the conversation went on to another state, which ends a warning. */
  told(event: VoiceEvent, moved: boolean): void {
    if (moved) this.#warning = undefined;
    if (event.type === 'failed') this.#failure = event;
    if (event.type === 'limit-near') this.#warning = event;
    this.#context.changed();
  }

  render(): TemplateResult | typeof nothing {
    const context = this.#context;
    if (context.runs.consent.asked) return consentPanel(context);
    if (this.#failure) return errorPanel(context, this.#failure, () => this.clear());
    if (!this.#warning || !context.runs.live) return nothing;
    return html`<p part="limit" class="notice limit">${limitWarning(this.#warning, context)}</p>`;
  }
}
