import { html, type TemplateResult } from 'lit';
import type { InterfaceContext } from '../interface/interface-context.js';
import { icon } from './icons.js';

/** Writing instead of speaking. Whoever writes first is not asked for a microphone. */
export function composer({ t, agent, runs }: InterfaceContext): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = agent.renderRoot.querySelector<HTMLInputElement>('form input');
    const text = field?.value.trim();
    if (!field || !text) return;
    field.value = '';
    if (!runs.live) runs.start({ modality: 'text', greets: false }).catch(() => undefined);
    runs.dispatch({ type: 'send-text', text });
  };
  return html`<form part="composer" @submit=${submit}>
    <input
      part="input"
      name="message"
      autocomplete="off"
      enterkeyhint="send"
      aria-label=${t('message-label')}
      placeholder=${t('message-placeholder')}
    />
    <button part="button send" aria-label=${t('send')} title=${t('send')}>${icon('send')}</button>
  </form>`;
}
