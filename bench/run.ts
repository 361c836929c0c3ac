/**
 * `npm run bench [-- GROUP ...]`: one JSON line per figure on standard output, progress on standard error. The exit status
 * says whether the measuring worked, not whether the targets were reached.
 */
import { setMaxListeners } from 'node:events';
import { readdir } from 'node:fs/promises';
import { formatFigure } from './figure.js';
import type { Group } from './group.js';

const SUFFIX = '.bench.ts';
const ALL_MINUTES = 10;

async function findGroups(): Promise<Map<string, Group>> {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith(SUFFIX)).sort();
  const load = async (file: string): Promise<[string, Group]> => {
    const module = (await import(`./${file}`)) as { default: Group };
    return [file.slice(0, -SUFFIX.length), module.default];
  };
  return new Map(await Promise.all(files.map(load)));
}

/** The quickest first, as many as fit. */
function fitting(groups: ReadonlyMap<string, Group>): string[] {
  let minutes = 0;
  return [...groups]
    .toSorted(([, one], [, other]) => one.minutes - other.minutes)
    .filter(([, group]) => (minutes += group.minutes) <= ALL_MINUTES)
    .map(([name]) => name);
}

const groups = await findGroups();
const named = process.argv.slice(2);
let failed = false;

for (const name of named.length > 0 ? named : fitting(groups)) {
  const group = groups.get(name);
  if (!group) throw new Error(`There is no group ${name}; there are ${[...groups.keys()].join(', ')}`);
  const owner = new AbortController();
  // A group may open hundreds of things that end with it.
  setMaxListeners(0, owner.signal);
  const progress = (text: string): void => void process.stderr.write(`${name}: ${text}\n`);
  progress(`about ${group.minutes} min`);
  try {
    await group.run({ print: (figure) => console.log(formatFigure(figure)), progress, signal: owner.signal });
  } catch (error) {
    failed = true;
    progress(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    owner.abort();
  }
}
process.exit(failed ? 1 : 0);
