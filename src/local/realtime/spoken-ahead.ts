import { abortable } from '../../lib/abortable.js';
import { createChild } from '../../lib/child-signal.js';
import type { Engines } from '../engines/engines.js';
import type { SynthesisRequest } from '../engines/synthesis.messages.js';

/** Says what it is asked to, and at once what it was told to expect. */
export interface SpokenAhead extends Pick<Engines, 'speak'> {
  /** This may be wanted soon. Only the latest expectation is kept. */
  expect(request: SynthesisRequest): void;
}

export function createSpokenAhead(engines: Engines, signal: AbortSignal): SpokenAhead {
  let expected:
    { readonly key: string; readonly sound: Promise<Uint8Array<ArrayBuffer>>; readonly ended: AbortController } | undefined;

  const forget = (): void => {
    expected?.ended.abort();
    expected = undefined;
  };

  return {
    expect(request) {
      forget();
      const ended = createChild(signal);
      const sound = engines.speak(request, ended.signal);
      sound.catch(() => undefined);
      expected = { key: keyOf(request), sound, ended };
    },
    speak(request, speakSignal) {
      const ready = expected?.key === keyOf(request) ? expected.sound : undefined;
      if (ready === undefined) forget();
      return ready === undefined ? engines.speak(request, speakSignal) : abortable(ready, speakSignal);
    },
  };
}

function keyOf({ text, voice, speed }: SynthesisRequest): string {
  return JSON.stringify([text, voice, speed]);
}
