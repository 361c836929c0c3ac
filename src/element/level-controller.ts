import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { everyFrame } from '../lib/every-frame.js';

type Host = ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment };

/** Smaller steps than this cannot be seen. */
const STEPS = 64;

/** Moves the bars, and tells levels, by a frame loop that exists only while something can sound. */
export class LevelController implements ReactiveController {
  readonly #host: Host;
  readonly #wanted: () => boolean;
  readonly #measure: () => readonly number[];
  #loop: AbortController | undefined;

  /** `wanted`: whether anything can sound and anybody looks or listens; `measure` gives the level of each bar. */
  constructor(host: Host, wanted: () => boolean, measure: () => readonly number[]) {
    this.#host = host;
    this.#wanted = wanted;
    this.#measure = measure;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    if (this.#wanted() === (this.#loop !== undefined)) return;
    if (this.#loop) this.hostDisconnected();
    else {
      this.#loop = new AbortController();
      everyFrame(() => this.#draw(this.#measure()), this.#loop.signal);
    }
  }

  hostDisconnected(): void {
    this.#loop?.abort();
    this.#loop = undefined;
    this.#draw([]);
  }

  #draw(levels: readonly number[]): void {
    this.#host.renderRoot.querySelectorAll<HTMLElement>('.bar').forEach((bar, index) => {
      const level = String(Math.round((levels[index] ?? 0) * STEPS) / STEPS);
      if (bar.style.getPropertyValue('--level') !== level) bar.style.setProperty('--level', level);
    });
  }
}
