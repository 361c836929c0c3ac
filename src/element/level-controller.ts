import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { everyFrame } from '../lib/frames.js';
import type { Levels } from './levels.js';

interface LevelOptions {
  /** Whether anything can sound and anybody looks or listens. */
  wanted(): boolean;
  measure(): Levels;
  onMeasured(levels: Levels): void;
}

type Host = ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment };

/** Smaller steps than this cannot be seen. */
const STEPS = 64;

/** Moves the bars, and tells levels, by a frame loop that exists only while something can sound. */
export class LevelController implements ReactiveController {
  readonly #host: Host;
  readonly #options: LevelOptions;
  #loop: AbortController | undefined;

  constructor(host: Host, options: LevelOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    if (this.#options.wanted() === (this.#loop !== undefined)) return;
    if (this.#loop) this.hostDisconnected();
    else {
      this.#loop = new AbortController();
      everyFrame(() => this.#measure(), this.#loop.signal);
    }
  }

  hostDisconnected(): void {
    this.#loop?.abort();
    this.#loop = undefined;
    this.#draw([]);
  }

  #measure(): void {
    const levels = this.#options.measure();
    this.#draw(levels.bars);
    this.#options.onMeasured(levels);
  }

  #draw(levels: readonly number[]): void {
    this.#host.renderRoot.querySelectorAll<HTMLElement>('.bar').forEach((bar, index) => {
      const level = String(Math.round((levels[index] ?? 0) * STEPS) / STEPS);
      if (bar.style.getPropertyValue('--level') !== level) bar.style.setProperty('--level', level);
    });
  }
}
