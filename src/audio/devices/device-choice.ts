/** The part of a `MediaDeviceInfo` that identifies devices. */
export interface InputDevice {
  readonly deviceId: string;
  readonly groupId: string;
}

/** The entry under which Chromium lists the system's default once more. */
const DEFAULT_ID = 'default';

export interface DeviceChange {
  /** The device the person chose; `undefined` means the default one. */
  readonly chosen: string | undefined;
  /** Whether the track in use has ended by itself. */
  readonly ended: boolean;
  readonly before: readonly InputDevice[];
  readonly after: readonly InputDevice[];
}

/**
 * What to do when devices are connected or removed: the chosen one is used while it is connected, the system's default
 * otherwise, and a change of the default is followed.
 */
export function onDeviceChange({ chosen, ended, before, after }: DeviceChange): 'stay' | 'use-default' | 'use-chosen' {
  const was = wanted(before, chosen);
  const is = wanted(after, chosen);
  // Without a grant all ids are empty and nothing can be compared.
  if (!ended && (was === is || !is)) return 'stay';
  return chosen !== undefined && is === chosen ? 'use-chosen' : 'use-default';
}

/** Chromium names its default by group, the others list it first. */
function wanted(inputs: readonly InputDevice[], chosen: string | undefined): string | undefined {
  if (chosen !== undefined && inputs.some(({ deviceId }) => deviceId === chosen)) return chosen;
  return (inputs.find(({ deviceId }) => deviceId === DEFAULT_ID) ?? inputs[0])?.groupId;
}
