import { appendFile } from 'node:fs/promises';
import type { UsageSink } from './usage-record.js';

/** Appends records to a file, one JSON line each. A line is written in one piece, also where several relays share the file. */
export function createFileSink(path: string): UsageSink {
  return (record) => appendFile(path, `${JSON.stringify(record)}\n`, { mode: 0o600 });
}
