import { LitElement } from 'lit';
import { onAbort } from '../lib/on-abort.js';
import { AgentEvent, type AgentEventDetails } from './agent-events.js';

type Listener = EventListenerOrEventListenerObject;

/** An element that knows whether anybody listens for `agent-level` on it, so that levels are measured only then. */
export class LevelListeners extends LitElement {
  /** Each with whether it wants to hear once only. */
  readonly #listeners = new Map<Listener, boolean>();

  protected get levelWanted(): boolean {
    return this.#listeners.size > 0;
  }

  protected tellLevel(detail: AgentEventDetails['agent-level']): void {
    if (!this.levelWanted) return;
    for (const [listener, once] of this.#listeners) if (once) this.#listeners.delete(listener);
    this.dispatchEvent(new AgentEvent('agent-level', detail));
  }

  override addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(type: string, listener: Listener, options?: boolean | AddEventListenerOptions): void;
  override addEventListener(type: string, listener: Listener, options?: boolean | AddEventListenerOptions): void {
    // eslint-disable-next-line house/owned-resources -- the listener is the page's, and so is its end
    super.addEventListener(type, listener, options);
    if (type !== 'agent-level') return;
    const { signal, once = false } = typeof options === 'object' ? options : {};
    this.#listeners.set(listener, once);
    if (signal) onAbort(signal, () => this.#listeners.delete(listener));
    this.requestUpdate();
  }

  override removeEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  override removeEventListener(type: string, listener: Listener, options?: boolean | EventListenerOptions): void;
  override removeEventListener(type: string, listener: Listener, options?: boolean | EventListenerOptions): void {
    super.removeEventListener(type, listener, options);
    if (type === 'agent-level' && this.#listeners.delete(listener)) this.requestUpdate();
  }
}
