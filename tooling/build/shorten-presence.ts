import ts from 'typescript';
import type { Plugin } from 'vite';

const FALSY = /^(?:""|0|-0|0n|false)$/;

/** Whether a value of this type is true wherever it is there at all: an object, or a word or a number that says so. */
function isTrueIfThere(type: ts.Type, checker: ts.TypeChecker): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((part) => {
    if (part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Object)) return true;
    if (part.flags & ts.TypeFlags.Intersection)
      return (part as ts.IntersectionType).types.some((one) => one.flags & ts.TypeFlags.Object);
    return part.isLiteral() && !FALSY.test(checker.typeToString(part));
  });
}

/** Whether nothing but the truth of an expression counts where it stands. */
function countsAsTruth(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return countsAsTruth(parent);
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  if (ts.isForStatement(parent) || ts.isConditionalExpression(parent)) return parent.condition === node;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  const joins = kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
  return joins && countsAsTruth(parent);
}

/** What `node` compares with `undefined`, where it does. */
function comparedIn(node: ts.Node): { value: ts.Expression; isThere: boolean } | undefined {
  if (!ts.isBinaryExpression(node) || node.right.getText() !== 'undefined') return undefined;
  const { kind } = node.operatorToken;
  if (kind === ts.SyntaxKind.ExclamationEqualsEqualsToken) return { value: node.left, isThere: true };
  return kind === ts.SyntaxKind.EqualsEqualsEqualsToken ? { value: node.left, isThere: false } : undefined;
}

/** `if (object !== undefined)` as `if (object)`, where the types say that it is the same. */
export function shortenPresence(file: ts.SourceFile, checker: ts.TypeChecker): string {
  const changes: { start: number; end: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    const compared = comparedIn(node);
    if (compared && countsAsTruth(node as ts.Expression) && isTrueIfThere(checker.getTypeAtLocation(compared.value), checker)) {
      const text = `${compared.isThere ? '' : '!'}${compared.value.getText(file)}`;
      changes.push({ start: node.getStart(file), end: node.end, text });
    } else ts.forEachChild(node, visit);
  };
  visit(file);
  return changes.reverse().reduce((rest, { start, end, text }) => rest.slice(0, start) + text + rest.slice(end), file.text);
}

/** For all that a script is made of. */
export function shortenPresencePlugin(program: () => ts.Program): Plugin {
  return {
    name: 'shorten-presence',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/.*\.ts$/ },
      handler(code, id) {
        const file = program().getSourceFile(id);
        return file?.text === code ? { code: shortenPresence(file, program().getTypeChecker()), map: null } : null;
      },
    },
  };
}
