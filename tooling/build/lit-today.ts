import { readFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import type { Plugin } from 'vite';

/** Where a module's or a class's parts stand, by their names: `ReactiveElement.requestUpdate`. */
type Parts = Map<string, { readonly start: number; readonly end: number }>;

/** In a class: the names of members that are to go. */
const WITHOUT = 'without';

/** The versions that were looked at. */
const VERSIONS = ['2.1.2', '3.3.3', '4.2.2'];
const MODULE = /\/node_modules\/(?:@lit\/|lit-).*\/development\/(?<name>css-tag|reactive-element|lit-html|lit-element)\.js$/;
/** What a copy of Lit says to other copies, to what renders on a server, and to polyfills; and what it knows of its class. */
const SAID_TO_OTHERS =
  /^(?:\(?global\.(?!trustedTypes)|Symbol\.metadata|polyfillSupport|LitElement\['_\$|ReactiveElement\.(?:elementStyles|shadowRootOptions)).*\n/gm;
/** What Lit calls by a string, so that minifiers let it be. Here nobody else asks for it. */
const QUOTED = /\['(?<name>_\$litType\$)'\](?=: )/g;
const VERSION = /\(global\.\w+Versions \?\?= \[\]\)\.push\('(?<version>[\d.]+)'\);/;

function partsOf(code: string): Parts {
  const file = ts.createSourceFile('module.js', code, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  const parts: Parts = new Map();
  const note = (name: string, node: ts.Node): Parts => parts.set(name, { start: node.getStart(file), end: node.end });
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement)) note(statement.name?.text ?? '', statement);
    if (ts.isVariableStatement(statement))
      for (const { name, initializer } of statement.declarationList.declarations)
        note((ts.isIdentifier(name) ? name : initializer)?.getText(file) ?? '', statement);
    if (ts.isClassDeclaration(statement))
      for (const member of statement.members)
        note(`${statement.name?.text}.${member.name?.getText(file) ?? 'constructor'}`, member);
  }
  return parts;
}

/**
 * `code` with the declarations and members of `instead` in the places of those with the same names, and without those that
 * a `static without` names. Fails where there are none.
 */
export function withInstead(code: string, instead: string): string {
  const there = partsOf(code);
  const placeOf = (name: string): { start: number; end: number } => {
    const place = there.get(name);
    if (!place) throw new Error(`Lit has no ${name} any more`);
    return place;
  };
  const changes = [...partsOf(instead)].flatMap(([name, { start, end }]) => {
    const text = instead.slice(start, end);
    const [owner, member] = name.split('.');
    if (member !== WITHOUT) return [{ ...placeOf(name), text }];
    return [...text.matchAll(/'([^']+)'/g)].map(([, dropped]) => ({ ...placeOf(`${owner}.${dropped}`), text: '' }));
  });
  return changes
    .sort((one, other) => other.start - one.start)
    .reduce((rest, { start, end, text }) => rest.slice(0, start) + text + rest.slice(end), code);
}

const kebabCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The settings without names of attributes that follow from those of the properties: `reactive-element.instead.js` knows how. */
export function withoutAttributeNames(code: string): string {
  return code.replace(/(?<name>\w+): \{ attribute: '(?<attribute>[a-z-]+)',?/g, (all, name: string, attribute: string) =>
    attribute === kebabCase(name) ? `${name}: {` : all,
  );
}

/** For the class that declares them. */
export function attributeNamesPlugin(): Plugin {
  return {
    name: 'attribute-names',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/element\/agent-settings\.ts$/ },
      handler: (code) => ({ code: withoutAttributeNames(code), map: null }),
    },
  };
}

/** Lit without what the element does not ask of it. Fails where Lit has changed: then look anew. */
export function litTodayPlugin(): Plugin {
  return {
    name: 'lit-today',
    config: () => ({ resolve: { conditions: ['development', 'browser', 'module', 'import', 'default'] } }),
    transform: {
      filter: { id: MODULE },
      async handler(code, id) {
        const name = MODULE.exec(id)?.groups?.['name'] ?? '';
        const instead = await readFile(path.resolve(`tooling/build/lit/${name}.instead.js`), 'utf8');
        const version = VERSION.exec(code)?.groups?.['version'];
        if (version && !VERSIONS.includes(version)) throw new Error(`${id} is of ${version}: read what has changed`);
        return { code: withInstead(code, instead).replace(SAID_TO_OTHERS, '').replace(QUOTED, '$<name>'), map: null };
      },
    },
  };
}
