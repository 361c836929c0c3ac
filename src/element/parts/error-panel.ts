import { html, nothing, type TemplateResult } from 'lit';
import type { AgentErrorCode } from '../../spec/agent-error.js';
import type { StringName, Translate } from '../strings.js';
import { icon } from './icons.js';

interface ErrorPanelProps {
  readonly code: AgentErrorCode;
  readonly message: string;
  /** The step that mends it. */
  readonly help: string;
  readonly t: Translate;
  /** Absent while the conversation goes on. */
  readonly onRetry?: () => void;
  /** Offered where only the microphone is missing. */
  readonly onType?: () => void;
  readonly onDismiss: () => void;
}

/** Whether the conversation could go on in writing. */
export function isMicrophoneError(code: AgentErrorCode): boolean {
  return code.startsWith('microphone') || code === 'insecure-origin' || code === 'audio-unsupported';
}

function titleOf(code: AgentErrorCode): StringName & `error-${string}` {
  if (isMicrophoneError(code)) return 'error-microphone';
  if (/limit|exceeded|expired|idle/.test(code)) return 'error-limit';
  if (/^(relay|upstream|connection|server|slow)/.test(code)) return 'error-connection';
  return /refused|^(invalid|provider-un|unauthorized|worklet)/.test(code) ? 'error-configuration' : 'error-other';
}

/** What went wrong, what mends it, and the way on. */
export function errorPanel({ code, message, help, t, onRetry, onType, onDismiss }: ErrorPanelProps): TemplateResult {
  return html`<div part="error" class="notice error" role="alert">
    <div class="notice-head">${icon('alert')}<strong part="error-title">${t(titleOf(code))}</strong></div>
    <p part="error-help">${help}</p>
    <div class="actions">
      ${onRetry ? html`<button part="button retry" class="button solid" type="button" @click=${onRetry}>${icon('retry')}${t('retry')}</button>` : nothing}
      ${onType ? html`<button part="button type-instead" class="button" type="button" @click=${onType}>${t('type-instead')}</button>` : nothing}
      <button part="button dismiss" class="button" type="button" @click=${onDismiss}>${t('dismiss')}</button>
    </div>
    <details part="error-details" class="error-details">
      <summary>${t('error-details')}</summary>
      <code>${code}: ${message}</code>
    </details>
  </div>`;
}
