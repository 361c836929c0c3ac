import path from 'node:path';
import { ROOMS } from './rooms.js';

/** @param {string} file @returns {string | undefined} its path inside `src/`, with its extension on disk */
function placeInSource(file) {
  const parts = file.split(path.sep);
  const source = parts.lastIndexOf('src');
  return source < 0
    ? undefined
    : parts
        .slice(source + 1)
        .join('/')
        .replace(/\?worklet$/, '')
        .replace(/\.js$/, '.ts');
}

/** @param {RegExp} pattern @param {Record<string, string>} names replaces `<name>` in the pattern with the group of that name in the room's own pattern */
function fill(pattern, names) {
  return new RegExp(pattern.source.replace(/<(\w+)>/g, (_, name) => names[name] ?? ''));
}

/** Enforces the import matrix of `rooms.js`. @type {import('eslint').Rule.RuleModule} */
export const importMatrix = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      room: '{{importer}} may not import {{imported}}: see the import matrix in tooling/lint/rooms.js.',
      lazily: '{{importer}} may import {{imported}} only lazily (import()) or as types.',
      package: '{{importer}} may not import the package {{imported}}: see the import matrix in tooling/lint/rooms.js.',
      homeless: '{{importer}} is in no room of tooling/lint/rooms.js.',
    },
  },
  create(context) {
    const importer = placeInSource(context.filename);
    if (importer === undefined) return {};
    const room = ROOMS.find(({ files }) => files.test(importer));
    if (!room) return { Program: (node) => context.report({ node, messageId: 'homeless', data: { importer } }) };
    const names = room.files.exec(importer)?.groups ?? {};
    const allows = (/** @type {readonly RegExp[] | undefined} */ patterns, /** @type {string} */ what) =>
      (patterns ?? []).some((pattern) => fill(pattern, names).test(what));

    /** @param {import('eslint').Rule.Node} node @param {unknown} specifier @param {boolean} lazy */
    const check = (node, specifier, lazy) => {
      if (typeof specifier !== 'string') return;
      const report = (/** @type {string} */ messageId, /** @type {string} */ imported) =>
        context.report({ node, messageId, data: { importer, imported } });
      if (!specifier.startsWith('.')) {
        if (!allows(room.packages, specifier)) report('package', specifier);
        return;
      }
      const imported = placeInSource(path.resolve(path.dirname(context.filename), specifier)) ?? specifier;
      if (allows(room.imports, imported)) return;
      if (!allows(room.lazily, imported)) report('room', imported);
      else if (!lazy) report('lazily', imported);
    };

    /** @param {any} node an import or export declaration as typescript-eslint's parser gives it */
    const declaration = (node) => check(node, node.source?.value, (node.importKind ?? node.exportKind) === 'type');
    return {
      ImportDeclaration: declaration,
      ExportNamedDeclaration: declaration,
      ExportAllDeclaration: declaration,
      ImportExpression: (node) => check(node, node.source.type === 'Literal' ? node.source.value : undefined, true),
      TSImportType: (/** @type {any} */ node) => check(node, node.source?.value, true),
    };
  },
};
