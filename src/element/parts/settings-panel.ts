import { html, nothing, type TemplateResult } from 'lit';
import type { Translate } from '../strings.js';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface PickerProps {
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onPick: (value: string) => void;
  readonly disabled?: boolean;
}

interface SettingsProps {
  readonly t: Translate;
  /** Each is absent where the page does not want it. */
  readonly microphone?: PickerProps;
  readonly loudspeaker?: PickerProps;
  readonly provider?: PickerProps;
  readonly volume?: { readonly value: number; readonly onChange: (volume: number) => void };
}

function picker(label: string, props: PickerProps | undefined): TemplateResult | typeof nothing {
  if (!props) return nothing;
  const pick = ({ target }: Event): void => {
    if (target instanceof HTMLSelectElement) props.onPick(target.value);
  };
  return html`<label class="field"
    ><span>${label}</span>
    <select part="select" ?disabled=${props.disabled ?? false} @change=${pick}>
      ${props.choices.map(({ value, label: name }) => html`<option value=${value} ?selected=${value === props.value}>${name}</option>`)}
    </select></label
  >`;
}

/** What seldom changes, one press away. */
export function settingsPanel({ t, microphone, loudspeaker, provider, volume }: SettingsProps): TemplateResult {
  const change = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) volume?.onChange(target.valueAsNumber);
  };
  return html`<div part="settings" class="settings" role="group" aria-label=${t('settings')}>
    ${picker(t('provider'), provider)} ${picker(t('microphone'), microphone)} ${picker(t('loudspeaker'), loudspeaker)}
    ${
      volume
        ? html`<label class="field"
            ><span>${t('volume')}</span>
            <input part="volume" type="range" min="0" max="1" step="0.05" .value=${String(volume.value)} @input=${change}
          /></label>`
        : nothing
    }
  </div>`;
}
