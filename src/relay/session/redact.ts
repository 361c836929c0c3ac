/** So many letters of a key are more than anybody outside should read, even where the rest is covered. */
const TELLING_LETTERS = 12;
/** Anything shorter is a stand-in for a key, and stands in other words too. */
const LEAST_LETTERS = 8;

/** What a text becomes when keys, whole or cut off, are taken out of it. */
export type Redact = (text: string) => string;

/** Makes a {@link Redact} for keys that others may repeat: services like to say which key they refused. */
export function createRedact(secrets: readonly string[]): Redact {
  const realKeys = secrets.filter(({ length }) => length >= LEAST_LETTERS);
  if (realKeys.length === 0) return (text) => text;
  const beginnings = realKeys.map((key) => key.slice(0, TELLING_LETTERS).replace(/\W/g, '\\$&'));
  const keys = new RegExp(`(?:${beginnings.join('|')})[\\w.*/+=-]*`, 'g');
  return (text) => text.replace(keys, '[redacted]');
}
