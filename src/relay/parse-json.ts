/**
 * The value of a JSON text, or `undefined` where it is none. Keys that could reach an object's prototype somewhere on the
 * way are left out.
 */
export function parseJson(text: Buffer | string): unknown {
  try {
    return JSON.parse(text.toString(), dropPrototypes) as unknown;
  } catch {
    return undefined;
  }
}

function dropPrototypes(key: string, value: unknown): unknown {
  if (key === '__proto__') return undefined;
  if (key === 'constructor' && typeof value === 'object' && value !== null && 'prototype' in value) return undefined;
  return value;
}
