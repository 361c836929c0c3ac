import assert from 'node:assert/strict';
import { it } from 'node:test';
import ts from 'typescript';
import { shortenPresence } from '../../tooling/build/shorten-presence.js';

const DECLARED = `declare const there: { a: 1 } | undefined;
declare const word: 'a' | 'b' | undefined;
declare const text: string | undefined;
declare const count: 0 | 1 | undefined;
declare const nullable: { a: 1 } | null | undefined;
declare const anything: unknown;
`;

function shortened(code: string): string {
  const host = ts.createCompilerHost({});
  const { getSourceFile } = host;
  host.getSourceFile = (name, options) =>
    name === 'it.ts' ? ts.createSourceFile(name, DECLARED + code, options, true) : getSourceFile(name, options);
  const program = ts.createProgram(['it.ts'], { strict: true, types: [], lib: ['lib.es5.d.ts'] }, host);
  const file = program.getSourceFile('it.ts');
  if (!file) throw new Error('There is no file');
  return shortenPresence(file, program.getTypeChecker()).slice(DECLARED.length);
}

it('asks for the truth of what cannot be false and there', () => {
  assert.equal(shortened('if (there !== undefined && word === undefined) f();'), 'if (there && !word) f();');
  assert.equal(shortened('const x = !(there === undefined) || 1 ? 2 : 3;'), 'const x = !(!there) || 1 ? 2 : 3;');
});

it('leaves what may be there and false, or what is not known', () => {
  for (const name of ['text', 'count', 'nullable', 'anything'])
    assert.equal(shortened(`if (${name} !== undefined) f();`), `if (${name} !== undefined) f();`);
});

it('leaves a comparison whose value counts', () => {
  for (const code of [
    'const x = there !== undefined;',
    'f(word === undefined && 1);',
    'const x = { y: there !== undefined || 1 };',
  ])
    assert.equal(shortened(code), code);
});
