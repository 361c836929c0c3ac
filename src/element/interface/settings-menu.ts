import { html, nothing, type TemplateResult } from 'lit';
import type { Toggle } from '../parts/control-bar.js';
import { picker, slider, type Choice } from '../parts/fields.js';
import type { ProviderChoice } from '../provider-choice.js';
import type { InterfaceContext } from './interface-context.js';

/** Firefox and Safari play where the system says. */
function canChooseOutput(): boolean {
  return 'setSinkId' in AudioContext.prototype;
}

/** Devices, volume and provider; what there is to choose is looked up only when somebody looks. */
export class SettingsMenu {
  readonly #context: InterfaceContext;
  readonly #providers: ProviderChoice;
  #open = false;
  #devices: readonly MediaDeviceInfo[] = [];
  #choices: readonly Choice[] = [];

  constructor(context: InterfaceContext, providers: ProviderChoice) {
    this.#context = context;
    this.#providers = providers;
  }

  /** Absent where the page wants none of its controls. */
  get toggle(): Toggle | undefined {
    if (!['devices', 'volume', 'provider'].some((control) => this.#context.shows(control))) return undefined;
    return {
      open: this.#open,
      onToggle: () => {
        this.#turn(!this.#open);
        this.lookUp();
      },
    };
  }

  /** Whoever opens it by keyboard is in it, and back where they were after closing it. */
  #turn(open: boolean): void {
    const { agent } = this.#context;
    this.#open = open;
    this.#context.changed();
    void agent.updateComplete.then(() =>
      agent.renderRoot.querySelector<HTMLElement>(open ? '.settings :is(select, input)' : '[part~=settings-toggle]')?.focus(),
    );
  }

  /** Devices have names only once the microphone was allowed. What cannot be looked up stays as it is. */
  lookUp(): void {
    if (!this.#open) return;
    const context = this.#context;
    const listDevices = async (): Promise<void> => {
      this.#devices = await navigator.mediaDevices.enumerateDevices();
      context.changed();
    };
    const listProviders = async (): Promise<void> => {
      this.#choices = await this.#providers.list();
      context.changed();
    };
    if (context.shows('devices')) listDevices().catch(() => undefined);
    if (context.shows('provider')) listProviders().catch(() => undefined);
  }

  render(): TemplateResult | typeof nothing {
    if (!this.#open || !this.toggle) return nothing;
    const context = this.#context;
    const { t, agent, runs } = context;
    const devices = context.shows('devices');
    const pickMicrophone = (id: string): void => {
      agent.inputDevice = id || undefined;
    };
    const pickLoudspeaker = (id: string): void => {
      agent.outputDevice = id || undefined;
    };
    const setVolume = (volume: number): void => {
      agent.volume = volume;
    };
    const close = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') this.#turn(false);
    };
    return html`<div part="settings" class="settings" role="group" aria-label=${t('settings')} @keydown=${close}>
      ${
        context.shows('provider')
          ? picker(t('provider'), this.#choices, this.#providers.current(), (id) => this.#providers.pick(id), runs.live)
          : nothing
      }
      ${devices ? picker(t('microphone'), this.#devicesOf('audioinput'), agent.inputDevice, pickMicrophone) : nothing}
      ${devices && canChooseOutput() ? picker(t('loudspeaker'), this.#devicesOf('audiooutput'), agent.outputDevice, pickLoudspeaker) : nothing}
      ${context.shows('volume') ? slider(t('volume'), agent.volume, setVolume) : nothing}
    </div>`;
  }

  #devicesOf(wanted: MediaDeviceKind): readonly Choice[] {
    const { t } = this.#context;
    const found = this.#devices.filter(({ kind, deviceId }) => kind === wanted && deviceId && deviceId !== 'default');
    return [
      { value: '', label: t('device-default') },
      ...found.map(({ deviceId, label }, index) => ({
        value: deviceId,
        label: label || t('device-unnamed', { number: String(index + 1) }),
      })),
    ];
  }
}
