import path from 'node:path';

const BANNED = new Set(['utils', 'util', 'helpers', 'helper', 'types', 'common', 'manager', 'handler', 'base', 'misc']);
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Files are named after what they hold, in kebab-case. @type {import('eslint').Rule.RuleModule} */
export const fileName = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      banned: '"{{name}}" does not describe the content: name the file after its main export.',
      kebab: '"{{name}}" is not kebab-case.',
    },
  },
  create(context) {
    const [stem = '', ...suffixes] = path.basename(context.filename).split('.');
    const folder = path.basename(path.dirname(context.filename));
    return {
      Program(node) {
        for (const name of [stem, folder]) if (BANNED.has(name)) context.report({ node, messageId: 'banned', data: { name } });
        for (const name of [stem, ...suffixes])
          if (!KEBAB.test(name)) context.report({ node, messageId: 'kebab', data: { name } });
      },
    };
  },
};
