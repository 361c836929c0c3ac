import { nothing, type TemplateResult } from 'lit';
import type { Toggle } from '../parts/control-bar.js';
import { settingsPanel, type Choice } from '../parts/settings-panel.js';
import type { ProviderChoice } from '../provider-choice.js';
import { NO_DEVICES, listDevices } from './device-choices.js';
import type { InterfaceContext } from './interface-context.js';

/** Devices, volume and provider; what there is to choose is looked up only when somebody looks. */
export class SettingsMenu {
  readonly #context: InterfaceContext;
  readonly #providers: ProviderChoice;
  #open = false;
  #devices = NO_DEVICES;
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
        this.#open = !this.#open;
        this.lookUp();
        this.#context.changed();
      },
    };
  }

  /** Devices have names only once the microphone was allowed. */
  lookUp(): void {
    if (!this.#open) return;
    const context = this.#context;
    if (context.shows('devices')) {
      void listDevices(context.t).then((devices) => {
        this.#devices = devices;
        context.changed();
      });
    }
    if (!context.shows('provider')) return;
    this.#providers.list().then(
      (choices) => {
        this.#choices = choices;
        context.changed();
      },
      () => undefined,
    );
  }

  render(): TemplateResult | typeof nothing {
    if (!this.#open || !this.toggle) return nothing;
    const context = this.#context;
    const { t, agent } = context;
    const deviceChoices = (choices: readonly Choice[]): readonly Choice[] => [
      { value: '', label: t('device-default') },
      ...choices,
    ];
    return settingsPanel({
      t,
      ...(context.shows('devices') && {
        microphone: {
          choices: deviceChoices(this.#devices.microphones),
          value: agent.inputDevice ?? '',
          onPick: (id) => (agent.inputDevice = id || undefined),
        },
        loudspeaker: {
          choices: deviceChoices(this.#devices.loudspeakers),
          value: agent.outputDevice ?? '',
          onPick: (id) => (agent.outputDevice = id || undefined),
        },
      }),
      ...(context.shows('provider') && {
        provider: {
          choices: this.#choices,
          value: this.#providers.current() ?? '',
          disabled: context.runs.live,
          onPick: (id) => this.#providers.pick(id),
        },
      }),
      ...(context.shows('volume') && { volume: { value: agent.volume, onChange: (volume) => (agent.volume = volume) } }),
    });
  }
}
