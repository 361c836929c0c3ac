import { onAbort } from './on-abort.js';

/** A controller that ends with `parent` or by itself, and then leaves no listener behind on a parent that lives on. */
export function createChild(parent: AbortSignal): AbortController {
  const child = new AbortController();
  const end = (): void => child.abort(parent.reason);
  onAbort(parent, end);
  // Not by the listener option `signal`: Node 20 loses track of all but the latest of such listeners when it collects garbage.
  onAbort(child.signal, () => parent.removeEventListener('abort', end));
  return child;
}
