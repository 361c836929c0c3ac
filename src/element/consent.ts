import { abortable } from '../lib/abortable.js';

/** The person's agreement to be recorded. Given once, it holds for the life of the element. */
export interface Consent {
  readonly asked: boolean;
  /** Resolves once it is given; rejects with an `AbortError` where it is declined, or when `signal` aborts. */
  obtain(signal: AbortSignal): Promise<void>;
  answer(agreed: boolean): void;
}

export function createConsent(onChange: () => void): Consent {
  let given = false;
  let waiting: ((agreed: boolean) => void) | undefined;

  return {
    get asked() {
      return waiting !== undefined;
    },
    async obtain(signal) {
      if (given) return;
      const answered = new Promise<boolean>((resolve) => (waiting = resolve));
      onChange();
      try {
        given = await abortable(answered, signal);
      } finally {
        waiting = undefined;
        onChange();
      }
      if (!given) throw new DOMException('The person did not agree', 'AbortError');
    },
    answer: (agreed) => waiting?.(agreed),
  };
}
