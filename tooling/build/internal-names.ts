import ts from 'typescript';
import { PUBLIC } from './program.js';

/** Rooms whose own words nobody else has to know. What `spec` and `providers` say goes over the wire and into the log. */
const INNER = /\/src\/(?:audio|element|lib|session|wire)\//;
/** Between a page and its worklets, which may be files of two builds. */
const MESSAGES = /\.messages\.ts$/;
/** Lit's bindings of a property, an attribute and an event. */
const BINDING = /[.?@](?<name>\w+)=/g;
/** Where a file uses a name as that of a property. */
interface Uses {
  /** In types and classes. */
  readonly declared: Set<string>;
  /** In objects and classes. What is declared and never made is somebody else's, for instance the browser's. */
  readonly made: Set<string>;
  /** As a string, by which one can ask, or as a key that no type declares, such as a header. */
  readonly data: Set<string>;
}

function isData(name: string, object: ts.ObjectLiteralExpression, checker: ts.TypeChecker): boolean {
  const type = checker.getContextualType(object);
  return type !== undefined && !checker.getPropertyOfType(checker.getNonNullableType(type), name);
}

function usesIn(file: ts.SourceFile, checker: ts.TypeChecker): Uses {
  const uses: Uses = { declared: new Set(), made: new Set(), data: new Set() };
  const noteProperty = (node: ts.TypeElement | ts.ClassElement | ts.ObjectLiteralElementLike): void => {
    if (!node.name || !ts.isIdentifier(node.name)) return;
    const name = node.name.text;
    if (ts.isObjectLiteralExpression(node.parent)) (isData(name, node.parent, checker) ? uses.data : uses.made).add(name);
    else uses.declared.add(name);
    if (ts.isClassLike(node.parent)) uses.made.add(name);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeElement(node) || ts.isClassElement(node) || ts.isObjectLiteralElementLike(node)) noteProperty(node);
    if (ts.isStringLiteralLike(node)) uses.data.add(node.text);
    if (ts.isTemplateLiteralToken(node))
      for (const { groups } of node.text.matchAll(BINDING)) uses.data.add(groups?.['name'] ?? '');
    ts.forEachChild(node, visit);
  };
  visit(file);
  return uses;
}

/** Whether pages must not use it: a private, protected or internal member. */
function isWithheld(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some((declaration) => {
    const name = ts.getNameOfDeclaration(declaration);
    const flags = ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected);
    const tags = ts.getJSDocTags(declaration);
    return flags > 0 || (name && ts.isPrivateIdentifier(name)) || tags.some(({ tagName }) => tagName.text === 'internal');
  });
}

/** The names of all that a page can come upon, beginning with what `module` exports. */
function reachableFrom(module: ts.SourceFile, checker: ts.TypeChecker): Set<string> {
  const names = new Set<string>();
  const seen = new Set<ts.Type>();
  const isForeign = (symbol: ts.Symbol): boolean =>
    symbol.declarations?.every((declaration) => declaration.getSourceFile().isDeclarationFile) ?? false;
  const visit = (type: ts.Type): void => {
    if (seen.has(type)) return;
    seen.add(type);
    const signatures = [...type.getCallSignatures(), ...type.getConstructSignatures()];
    const properties = checker.getPropertiesOfType(type).filter((property) => !isForeign(property) && !isWithheld(property));
    properties.forEach(({ name }) => names.add(name));
    [
      ...(type.isUnionOrIntersection() ? type.types : []),
      ...checker.getTypeArguments(type as ts.TypeReference),
      ...(type.aliasTypeArguments ?? []),
      ...checker.getIndexInfosOfType(type).map((index) => index.type),
      ...signatures.map((signature) => signature.getReturnType()),
      ...[...properties, ...signatures.flatMap((signature) => signature.getParameters())].map((each) =>
        checker.getTypeOfSymbol(each),
      ),
    ].forEach(visit);
  };
  const symbol = checker.getSymbolAtLocation(module);
  for (const exported of symbol ? checker.getExportsOfModule(symbol) : []) {
    visit(checker.getDeclaredTypeOfSymbol(exported));
    visit(checker.getTypeOfSymbol(exported));
  }
  return names;
}

/**
 * Names of properties that only the product's own code ever says: declared and made inside, and neither reachable from the
 * public types, nor known to a library, nor said to a worklet, a provider or the relay, nor asked for by a string. A bundle
 * that holds all who say them may call them what it likes.
 */
export function internalNames(program: ts.Program): string[] {
  const checker = program.getTypeChecker();
  const publicModule = program.getSourceFile(PUBLIC);
  if (!publicModule) throw new Error(`There is no ${PUBLIC}`);

  const inner = new Set<string>();
  const made = new Set<string>();
  const kept = reachableFrom(publicModule, checker);
  for (const file of program.getSourceFiles()) {
    const uses = usesIn(file, checker);
    const isInner = INNER.test(file.fileName) && !MESSAGES.test(file.fileName);
    uses.declared.forEach((name) => (isInner ? inner : kept).add(name));
    uses.made.forEach((name) => (isInner ? made : kept).add(name));
    if (!file.isDeclarationFile) uses.data.forEach((name) => kept.add(name));
  }
  return [...inner].filter((name) => made.has(name) && !kept.has(name)).sort();
}
