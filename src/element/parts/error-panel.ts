import { html, nothing, type TemplateResult } from 'lit';
import type { AgentErrorCode } from '../../spec/agent-error.js';
import type { Notices } from '../../session/notices.js';
import type { InterfaceContext } from '../interface/interface-context.js';
import { helpOf, type StringName } from '../strings.js';
import { wordButton } from './buttons.js';
import { icon } from './icons.js';

/** Whether the conversation could go on in writing. */
const MICROPHONE = /^(microphone|insecure|audio-uns)/;

function titleOf(code: AgentErrorCode): StringName & `error-${string}` {
  if (MICROPHONE.test(code)) return 'error-microphone';
  if (/limit|exceeded|expired|idle/.test(code)) return 'error-limit';
  if (/refused|blocked|^(invalid|provider-un|unauthorized)/.test(code)) return 'error-configuration';
  return /^(relay|upstream|connection|server|slow)/.test(code) ? 'error-connection' : 'error-other';
}

/** What went wrong, what fixes it, and how to go on. */
export function errorPanel(
  ui: InterfaceContext,
  { code, message }: NonNullable<Notices['failure']>,
  onDismiss: () => void,
): TemplateResult {
  const { t, agent, runs } = ui;
  const mayType = MICROPHONE.test(code) && ui.shows('text');
  return html`<div part="error" class="notice error" role="alert">
    <strong part="error-title">${icon('alert')}${t(titleOf(code))}</strong>
    <p part="error-help">${helpOf(code, agent.strings)}</p>
    <div class="actions">
      ${runs.live ? nothing : wordButton('retry', 'solid', t('retry'), () => ui.start(), 'retry')}
      ${!runs.live && mayType ? wordButton('type-instead', '', t('type-instead'), () => ui.start('text')) : nothing}
      ${wordButton('dismiss', '', t('dismiss'), onDismiss)}
    </div>
    <details part="error-details" class="quiet">
      <summary>${t('error-details')}</summary>
      <code>${code}: ${message}</code>
    </details>
  </div>`;
}
