import ts from 'typescript';
import type { Plugin } from 'vite';

/** One piece of a `css` template: nothing that a person put there for people. */
function minifyCss(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}');
}

/** One piece of an `html` or `svg` template: indentation becomes the one space that it renders as. */
function minifyMarkup(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

const MINIFIERS: Readonly<Record<string, (text: string) => string>> = { css: minifyCss, html: minifyMarkup, svg: minifyMarkup };

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Where the text of a template's literal stands, without its delimiters. */
function placeOf(literal: ts.TemplateLiteralLikeNode, file: ts.SourceFile): { start: number; end: number } {
  const opensExpression = ts.isTemplateHead(literal) || ts.isTemplateMiddle(literal);
  return { start: literal.getStart(file) + 1, end: literal.getEnd() - (opensExpression ? '${' : '`').length };
}

function piecesOf(file: ts.SourceFile): Piece[] {
  const pieces: Piece[] = [];
  const visit = (node: ts.Node): void => {
    const minify = ts.isTaggedTemplateExpression(node) ? MINIFIERS[node.tag.getText(file)] : undefined;
    if (minify && ts.isTaggedTemplateExpression(node)) {
      const { template } = node;
      const literals = ts.isNoSubstitutionTemplateLiteral(template)
        ? [template]
        : [template.head, ...template.templateSpans.map((span) => span.literal)];
      for (const literal of literals) {
        const { start, end } = placeOf(literal, file);
        pieces.push({ start, end, text: minify(file.text.slice(start, end)) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return pieces.sort((one, other) => other.start - one.start);
}

/** Takes out of Lit's templates what only people read. Minifiers leave strings alone. */
export function minifyTemplates(code: string, name = 'template.ts'): string {
  const pieces = piecesOf(ts.createSourceFile(name, code, ts.ScriptTarget.Latest));
  return pieces.reduce((rest, { start, end, text }) => rest.slice(0, start) + text + rest.slice(end), code);
}

/** For the files of the element. */
export function minifyTemplatesPlugin(): Plugin {
  return {
    name: 'minify-templates',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/element\/.*\.ts$/ },
      handler: (code, id) => ({ code: minifyTemplates(code, id), map: null }),
    },
  };
}
