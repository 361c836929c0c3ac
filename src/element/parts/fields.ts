import { html, type TemplateResult } from 'lit';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A field to choose in; `value` is what is chosen. */
export function picker(
  label: string,
  choices: readonly Choice[],
  value: string | undefined,
  onPick: (value: string) => void,
  disabled = false,
): TemplateResult {
  const pick = ({ target }: Event): void => {
    if (target instanceof HTMLSelectElement) onPick(target.value);
  };
  return html`<label class="quiet"
    >${label}<select part="select" ?disabled=${disabled} @change=${pick}>
      ${choices.map((choice) => html`<option value=${choice.value} ?selected=${choice.value === (value ?? '')}>${choice.label}</option>`)}
    </select></label
  >`;
}

/** A field for a gain, 0-1. */
export function slider(label: string, value: number, onChange: (value: number) => void): TemplateResult {
  const change = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) onChange(target.valueAsNumber);
  };
  return html`<label class="quiet"
    >${label}<input part="volume" type="range" min="0" max="1" step="0.05" .value=${String(value)} @input=${change}
  /></label>`;
}
