import { sendKeys } from '@web/test-runner-commands';

/**
 * Presses a key and waits until the page has felt it, or has lost the focus by it: that the driver pressed it is told in
 * another way, which may be the shorter one.
 */
export async function press(key: string): Promise<void> {
  const over = new AbortController();
  const felt = new Promise((resolve) => {
    for (const type of ['keyup', 'blur']) addEventListener(type, resolve, { signal: over.signal });
  });
  await sendKeys({ press: key });
  await felt;
  over.abort();
}

/** Types into a field, and waits until all of it stands there. */
export async function typeInto(field: HTMLInputElement | null, text: string): Promise<void> {
  field?.focus();
  await sendKeys({ type: text });
  while (field?.value !== text) await new Promise(requestAnimationFrame);
}
