/** Only `AudioWorkletGlobalScope` has it. */
declare function registerProcessor(name: string, processor: new (options: never) => object): void;

/**
 * Registers a worklet processor. A module may run twice in one worklet scope, fetched from two addresses; the name then
 * is taken, by the same version of the same class.
 */
export function registerOnce(name: string, processor: new (options: never) => object): void {
  try {
    registerProcessor(name, processor);
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name !== 'NotSupportedError') throw thrown;
  }
}
