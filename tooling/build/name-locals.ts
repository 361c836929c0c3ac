import { parse } from 'acorn';
import { analyze, type Scope, type Variable } from 'eslint-scope';
import type { Identifier, Program } from 'estree';
import { createRepetitiveText } from './repetition.js';

/** What minifiers begin with: letters by how often code has them. */
const NAMES = [...'etrnisaolducphmgfvyw'];
/** More find little more. */
const ROUNDS = 4;
/** Whatever is said more often repeats itself under any name. */
const MOST_PLACES = 80;

/** A variable of one letter. */
interface Local {
  name: string;
  readonly places: readonly number[];
  /** What must not have the same name, because both can be seen from one place. */
  readonly rivals: Set<Local>;
  /** What nothing declares, and can be seen from where this can. */
  readonly globals: Set<string>;
}

function placesOf({ identifiers, references }: Variable): number[] {
  const all = [...identifiers, ...references.map(({ identifier }) => identifier as Identifier)];
  return [...new Set(all.map(({ range }) => range?.[0] ?? 0))].sort((one, other) => one - other);
}

/** The variables of one letter in all `scopes`. A class is one although it is a variable inside as well. */
function localsOf(scopes: readonly Scope[]): Local[] {
  const locals = new Map<number, Local>();
  const localOf = (variable: Variable): Local | undefined => {
    const declared = variable.identifiers[0]?.range?.[0];
    if (declared === undefined || variable.name.length > 1) return undefined;
    const known = locals.get(declared);
    const places = [...new Set([...(known?.places ?? []), ...placesOf(variable)])].sort((one, other) => one - other);
    const local = known
      ? Object.assign(known, { places })
      : { name: variable.name, places, rivals: new Set<Local>(), globals: new Set<string>() };
    locals.set(declared, local);
    return local;
  };
  for (const scope of scopes) {
    const visible = [...scope.variables, ...scope.through.flatMap(({ resolved }) => resolved ?? [])];
    const seen = new Set([...new Set(visible)].flatMap((variable) => localOf(variable) ?? []));
    const globals = scope.through.flatMap(({ resolved, identifier }) => (resolved ? [] : [(identifier as Identifier).name]));
    for (const local of seen) {
      for (const rival of seen) if (rival !== local) local.rivals.add(rival);
      for (const name of globals) local.globals.add(name);
    }
  }
  return [...locals.values()];
}

/** Where `{a}` stands for `{a:a}`: a change would have to make it longer. */
function shorthandPlaces(program: Program): Set<number> {
  const places = new Set<number>();
  JSON.stringify(program, (_key, node: unknown) => {
    if (typeof node === 'bigint') return String(node);
    const property = node as { type?: string; shorthand?: boolean; range?: [number, number] } | null;
    if (property?.type === 'Property' && property.shorthand && property.range) places.add(property.range[0]);
    return node;
  });
  return places;
}

/**
 * Gives the variables of a minified script other letters, so that what is alike in different functions is alike to the last
 * letter and a compressor sees it. Minifiers choose each function's letters for itself. The script must be in strict mode.
 */
export function nameLocals(code: string): string {
  const program = parse(code, { ecmaVersion: 2022, ranges: true }) as Program;
  const { scopes } = analyze(program, { ecmaVersion: 2022, impliedStrict: true });
  const locals = localsOf(scopes);
  const shorthand = shorthandPlaces(program);
  const isFixed = ({ places }: Local): boolean => places.length > MOST_PLACES || places.some((place) => shorthand.has(place));
  const free = new Set(locals.filter((local) => !isFixed(local)));
  const text = createRepetitiveText(code);

  const rename = (renamed: ReadonlyMap<Local, string>): number => {
    const changes = [...renamed].flatMap(([{ places }, character]) => places.map((place) => ({ place, character })));
    for (const [local, name] of renamed) local.name = name;
    return text.put(changes.sort((one, other) => one.place - other.place));
  };

  /** `local` under this name, and under its own whatever has had that name, unless that is impossible. */
  const exchange = (local: Local, name: string): Map<Local, string> | undefined => {
    const old = local.name;
    if (name === old || local.globals.has(name)) return undefined;
    const others = new Set([...local.rivals].filter((rival) => rival.name === name));
    const mayHaveOld = (other: Local): boolean =>
      free.has(other) &&
      !other.globals.has(old) &&
      [...other.rivals].every((rival) => rival === local || others.has(rival) || rival.name !== old);
    if (![...others].every(mayHaveOld)) return undefined;
    return new Map([[local, name], ...[...others].map((other) => [other, old] as const)]);
  };

  for (let round = 0; round < ROUNDS; round += 1) {
    for (const local of free) {
      let best = { gained: 0, renamed: new Map<Local, string>() };
      for (const name of NAMES) {
        const renamed = exchange(local, name);
        if (!renamed) continue;
        const undone = new Map([...renamed.keys()].map((each) => [each, each.name]));
        const gained = rename(renamed);
        rename(undone);
        if (gained > best.gained + 1e-6) best = { gained, renamed };
      }
      rename(best.renamed);
    }
  }
  return text.text();
}
