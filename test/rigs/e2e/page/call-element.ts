/** How a call of one of the element's methods ended. */
export type Outcome = { readonly value: unknown } | { readonly error: CallError };

export interface CallError {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly help: string | undefined;
}

/** Calls a method of the page's element and waits for what it promises. */
export async function callElement(method: string, parameters: readonly unknown[]): Promise<Outcome> {
  const element = document.querySelector('voice-agent') as unknown as Record<string, (...given: readonly unknown[]) => unknown>;
  try {
    const value = await element[method]?.(...parameters);
    return { value: JSON.parse(JSON.stringify(value ?? null)) as unknown };
  } catch (thrown) {
    const { name, message, code, help } = thrown as CallError;
    return { error: { name, message, code, help } };
  }
}
