import { onAbort } from '../lib/on-abort.js';

type Listener = EventListenerOrEventListenerObject;

/** Who listens for `agent-level` on the element, so that levels are measured only then. */
export class LevelListeners {
  /** Each with whether it listens once only. */
  readonly #listeners = new Map<Listener, boolean>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get any(): boolean {
    return this.#listeners.size > 0;
  }

  /** An event is dispatched: those that listen once are gone. */
  dispatched(): void {
    for (const [listener, once] of this.#listeners) if (once) this.#listeners.delete(listener);
  }

  added(type: string, listener: Listener, options?: boolean | AddEventListenerOptions): void {
    if (type !== 'agent-level') return;
    const { signal, once = false } = typeof options === 'object' ? options : {};
    this.#listeners.set(listener, once);
    if (signal) onAbort(signal, () => this.#listeners.delete(listener));
    this.#onChange();
  }

  removed(type: string, listener: Listener): void {
    if (type === 'agent-level' && this.#listeners.delete(listener)) this.#onChange();
  }
}
