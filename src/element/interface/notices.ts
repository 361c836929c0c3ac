import { html, nothing, type TemplateResult } from 'lit';
import type { SessionEvent, VoiceEvent } from '../../spec/voice-event.js';
import { consentPanel } from '../parts/consent-panel.js';
import { errorPanel, isMicrophoneError } from '../parts/error-panel.js';
import { helpOf } from '../strings.js';
import { limitWarning } from './announcement.js';
import type { InterfaceContext } from './interface-context.js';

type Failure = SessionEvent & { readonly type: 'failed' };
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
    this.#failure = undefined;
    this.#warning = undefined;
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
    const { runs, t, lang } = this.#context;
    if (runs.consent.asked) return this.#question();
    if (this.#failure) return this.#problem(this.#failure);
    if (!this.#warning || !runs.live) return nothing;
    return html`<p part="limit" class="notice limit">${limitWarning(this.#warning.kind, this.#warning.remaining, t, lang)}</p>`;
  }

  #question(): TemplateResult {
    const { agent, runs, t } = this.#context;
    return consentPanel({
      t,
      consent: agent.consent,
      onAccept: () => runs.answerConsent(true),
      onDecline: () => runs.answerConsent(false),
    });
  }

  #problem({ code, message }: Failure): TemplateResult {
    const context = this.#context;
    const over = !context.runs.live;
    const mayType = over && isMicrophoneError(code) && context.shows('text');
    return errorPanel({
      t: context.t,
      code,
      message,
      help: helpOf(code, context.agent.strings),
      ...(over && { onRetry: () => context.start() }),
      ...(mayType && { onType: () => context.start('text') }),
      onDismiss: () => this.clear(),
    });
  }
}
