import ts from 'typescript';
import type { Plugin } from 'vite';

/** One piece of a `css` template: nothing that a person put there for people. */
function minifyCss(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .replace(/(?<=\[[\w-]+[~^$]?=)'([a-z][\w-]*)'(?=\])/g, '$1')
    .replace(/(?<![\w.])0(?=\.\d)/g, '')
    .replaceAll(' !important', '!important');
}

/** One piece of an `html` or `svg` template: indentation becomes the one space that it renders as. */
function minifyMarkup(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

/** Stands for a value while the pieces of a template are looked at together. */
const VALUE = '\0';
const ATTRIBUTE = new RegExp(`(?<name> [.?@]?[a-z-]+)=(?:"(?<quoted>[^"]*${VALUE}[^"]*)"|${VALUE})`, 'g');

/** Marks which values are attributes, so that nobody has to find out at run time: `class$="${value}"`. All others are children. */
function markAttributes(pieces: readonly string[]): string[] {
  const marked = pieces.join(VALUE).replace(ATTRIBUTE, (_, name: string, quoted = VALUE) => `${name}$="${quoted}"`);
  if (marked.includes(`=${VALUE}`)) throw new Error(`Not the name of an attribute in ${marked}`);
  return marked.split(VALUE);
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
      const places = literals.map((literal) => placeOf(literal, file));
      const texts = places.map(({ start, end }) => minify(file.text.slice(start, end)));
      const marked = node.tag.getText(file) === 'html' ? markAttributes(texts) : texts;
      places.forEach((place, index) => pieces.push({ ...place, text: marked[index] ?? '' }));
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
