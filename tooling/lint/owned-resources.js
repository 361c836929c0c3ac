const LASTING = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'requestAnimationFrame',
  'requestIdleCallback',
  'requestVideoFrameCallback',
]);
const GLOBALS = new Set(['window', 'globalThis', 'self']);

/** @param {any} callee @returns {string | undefined} */
function lastingName(callee) {
  if (callee.type === 'Identifier') return LASTING.has(callee.name) ? callee.name : undefined;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || !GLOBALS.has(callee.object.name))
    return undefined;
  return LASTING.has(callee.property.name) ? callee.property.name : undefined;
}

/** @param {any} options the third argument of addEventListener */
function namesSignal(options) {
  return (
    options?.type === 'ObjectExpression' &&
    options.properties.some((/** @type {any} */ property) => property.key?.name === 'signal')
  );
}

/**
 * What lasts belongs to an AbortSignal: `src/lib` creates timers and requests frames; listeners have a signal.
 * @type {import('eslint').Rule.RuleModule}
 */
export const ownedResources = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      timer: '{{name}} outlives its session: use src/lib (timer.ts, every-frame.ts), which ends it with an AbortSignal.',
      listener: 'A listener without a signal outlives its session: pass { signal }, or use onAbort() for an abort.',
      promises: 'timers/promises waits for time: use src/lib/timer.ts.',
    },
  },
  create(context) {
    return {
      CallExpression(node) {
        const name = lastingName(node.callee);
        if (name) context.report({ node, messageId: 'timer', data: { name } });
        const callee = node.callee;
        if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
        if (callee.property.name === 'addEventListener' && !namesSignal(node.arguments[2]))
          context.report({ node, messageId: 'listener' });
      },
      ImportDeclaration(node) {
        if (/^(node:)?timers(\/promises)?$/.test(String(node.source.value))) context.report({ node, messageId: 'promises' });
      },
    };
  },
};
