/** A controller that ends with `parent` or by itself, and then leaves no listener behind on a parent that lives on. */
export function createChild(parent: AbortSignal): AbortController {
  const child = new AbortController();
  const end = (): void => child.abort(parent.reason);
  if (parent.aborted) end();
  else parent.addEventListener('abort', end, { once: true, signal: child.signal });
  return child;
}
