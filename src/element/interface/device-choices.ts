import type { Choice } from '../parts/settings-panel.js';
import type { Translate } from '../strings.js';

/** The devices a person can choose between; names are there only once the microphone was allowed. */
export interface DeviceChoices {
  readonly microphones: readonly Choice[];
  readonly loudspeakers: readonly Choice[];
}

export const NO_DEVICES: DeviceChoices = { microphones: [], loudspeakers: [] };

export async function listDevices(t: Translate): Promise<DeviceChoices> {
  const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => []);
  const choicesOf = (kind: MediaDeviceKind): Choice[] =>
    (devices ?? [])
      .filter((device) => device.kind === kind && device.deviceId && device.deviceId !== 'default')
      .map(({ deviceId, label }, index) => ({
        value: deviceId,
        label: label || t('device-unnamed', { number: String(index + 1) }),
      }));
  return { microphones: choicesOf('audioinput'), loudspeakers: choicesOf('audiooutput') };
}
