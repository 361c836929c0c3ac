const WAITS = new Set(['setTimeout', 'setInterval', 'sleep', 'delay', 'aTimeout']);

/** Tests wait for facts, never for time. @type {import('eslint').Rule.RuleModule} */
export const noWaiting = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      wait: '{{name}} waits for time: wait for the fact itself, such as an event, a message or a promise.',
      skip: 'A skipped test proves nothing: fix it or remove it.',
    },
  },
  create(context) {
    /** @param {any} node @param {string} name */
    const wait = (node, name) => context.report({ node, messageId: 'wait', data: { name } });
    return {
      CallExpression(node) {
        if (node.callee.type === 'Identifier' && WAITS.has(node.callee.name)) wait(node, node.callee.name);
      },
      ImportDeclaration(node) {
        if (/^(node:)?timers(\/promises)?$/.test(String(node.source.value))) wait(node, String(node.source.value));
      },
      MemberExpression(node) {
        if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return;
        if (!['test', 'it', 'describe', 'suite'].includes(node.object.name)) return;
        if (['skip', 'only', 'todo'].includes(node.property.name)) context.report({ node, messageId: 'skip' });
      },
    };
  },
};
