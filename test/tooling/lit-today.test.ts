import assert from 'node:assert/strict';
import { it } from 'node:test';
import { withInstead } from '../../tooling/build/lit-today.js';

const LIT = `const OLD = true;
const { is, has } = Object;
export class Element extends Other {
  static one() {}
  get two() { return 2; }
  three() { return OLD; }
}
`;

it('puts declarations and members in the places of those with the same names', () => {
  const instead = `const OLD = false;
const { is } = Object;
export class Element {
  three() {
    return 3;
  }
}
`;
  assert.equal(
    withInstead(LIT, instead),
    LIT.replace('OLD = true', 'OLD = false').replace('is, has', 'is').replace('{ return OLD; }', '{\n    return 3;\n  }'),
  );
});

it('takes away the members that are not wanted', () => {
  const instead = `class Element {\n  static without = ['one', 'two'];\n}\n`;
  assert.equal(withInstead(LIT, instead), LIT.replace('static one() {}', '').replace('get two() { return 2; }', ''));
});

it('fails where Lit has no such thing', () => {
  assert.throws(() => withInstead(LIT, 'const NEW = 1;'), /no NEW any more/);
  assert.throws(() => withInstead(LIT, "class Element {\n  static without = ['four'];\n}"), /no Element\.four any more/);
});
