import assert from 'node:assert/strict';
import { it } from 'node:test';
import { minifyTemplates } from '../../tooling/build/minify-templates.js';

it('takes comments and spaces out of styles, and leaves those that mean something', () => {
  const styles =
    "const s = css`\n  /* why */\n  :host(:hover) .a > b,\n  :host .c {\n    width: calc(1px + ${w});\n    color: ${c};\n  }\n  [a='b'] {\n    top: 0.5em !important;\n    width: 10.5em;\n  }\n`;";
  assert.equal(
    minifyTemplates(styles),
    'const s = css` :host(:hover) .a > b,:host .c{width:calc(1px + ${w});color:${c}}[a=b]{top:.5em!important;width:10.5em}`;',
  );
});

it('makes one space of an indentation in markup, also inside an expression', () => {
  const markup = 'const m = html`<p>\n    ${ok ? html`<b\n   class="x">a  b</b>` : nothing}\n  </p>`;';
  assert.equal(minifyTemplates(markup), 'const m = html`<p> ${ok ? html`<b class="x">a  b</b>` : nothing} </p>`;');
});

it('leaves other templates alone', () => {
  const other = 'const o = text`\n  a\n`; const p = `\n  b\n`;';
  assert.equal(minifyTemplates(other), other);
});

it('marks the values that are attributes, and no others', () => {
  const markup = 'html`<a class="b ${c} ${d}" ?e=${f} @click=${(x) => html`<i title=${g}>${h}</i>`} .j="${k}">l: ${m}</a>`;';
  assert.equal(
    minifyTemplates(markup),
    'html`<a class$="b ${c} ${d}" ?e$="${f}" @click$="${(x) => html`<i title$="${g}">${h}</i>`}" .j$="${k}">l: ${m}</a>`;',
  );
});
