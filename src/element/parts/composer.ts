import { html, type TemplateResult } from 'lit';
import type { Translate } from '../strings.js';
import { icon } from './icons.js';

interface ComposerProps {
  readonly t: Translate;
  readonly onSend: (text: string) => void;
}

/** Writing instead of speaking. */
export function composer({ t, onSend }: ComposerProps): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = event.currentTarget instanceof HTMLFormElement ? event.currentTarget.querySelector('input') : null;
    const text = field?.value.trim();
    if (!field || !text) return;
    field.value = '';
    onSend(text);
  };
  return html`<form part="composer" class="composer" @submit=${submit}>
    <input
      part="input"
      type="text"
      name="message"
      autocomplete="off"
      enterkeyhint="send"
      aria-label=${t('message-label')}
      placeholder=${t('message-placeholder')}
    />
    <button part="button send" class="round" type="submit" aria-label=${t('send')} title=${t('send')}>${icon('send')}</button>
  </form>`;
}
