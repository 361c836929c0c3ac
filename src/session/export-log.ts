import { AgentError } from '../spec/agent-error.js';
import type { EventSource, LogEntry } from '../spec/voice-event.js';

const SOURCES: ReadonlySet<unknown> = new Set<EventSource>([
  'provider',
  'connection',
  'microphone',
  'speaker',
  'page',
  'session',
]);

/** The form in which a log is kept: one JSON object, its version first. */
const FORMAT_VERSION = 1;

export function exportLog(entries: readonly LogEntry[]): string {
  return JSON.stringify({ version: FORMAT_VERSION, entries });
}

/**
 * Reads what {@link exportLog} wrote, for replay: `foldAll(transcriptFold, parseLog(text))`. Throws an `AgentError` with
 * code `invalid-configuration` on anything else.
 */
export function parseLog(text: string): readonly LogEntry[] {
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null || !('version' in parsed) || !('entries' in parsed))
    throw notALog('it is no exported log');
  if (parsed.version !== FORMAT_VERSION) throw notALog(`its version is ${String(parsed.version)}, not ${FORMAT_VERSION}`);
  if (!Array.isArray(parsed.entries)) throw notALog('it has no entries');
  const entries: readonly unknown[] = parsed.entries;
  const wrong = entries.findIndex((entry) => !isLogEntry(entry));
  if (wrong !== -1) throw notALog(`entry ${wrong} is none`);
  return entries.filter(isLogEntry);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AgentError('invalid-configuration', 'The log is not JSON.', { cause });
  }
}

/** Events are told apart by their names alone: a log is only as good as the program that wrote it. */
function isLogEntry(value: unknown): value is LogEntry {
  if (typeof value !== 'object' || value === null) return false;
  if (!('at' in value) || typeof value.at !== 'number' || !('source' in value) || !SOURCES.has(value.source)) return false;
  if (!('event' in value) || typeof value.event !== 'object' || value.event === null) return false;
  return 'type' in value.event && typeof value.event.type === 'string';
}

function notALog(why: string): AgentError {
  return new AgentError('invalid-configuration', `The log cannot be read: ${why}.`);
}
