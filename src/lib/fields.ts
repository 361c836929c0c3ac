import { decodeBase64 } from './base64.js';

/** An object from outside, of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** `T` in the making: the fields that it may lack may be `undefined`. */
export type Draft<T> = T extends unknown ? { [K in keyof T]: T[K] | (object extends Pick<T, K> ? undefined : never) } : never;

/** Finishes a draft: without the fields that are `undefined`. */
export function defined<T extends object>(draft: Draft<T>): T {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as T;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object in field `name`, or an empty one. */
export function fieldsIn(from: Fields, name: string): Fields {
  const value = from[name];
  return isFields(value) ? value : {};
}

export function textIn(from: Fields, name: string): string | undefined {
  const value = from[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberIn(from: Fields, name: string): number | undefined {
  const value = from[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The objects in the list in field `name`; anything else in it is left out. */
export function listIn(from: Fields, name: string): readonly Fields[] {
  const value = from[name];
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** The bytes that field `name` holds as Base64; undefined where it holds anything else. */
export function bytesIn(from: Fields, name: string): Uint8Array<ArrayBuffer> | undefined {
  const text = textIn(from, name);
  try {
    return text === undefined ? undefined : decodeBase64(text);
  } catch {
    return undefined;
  }
}
