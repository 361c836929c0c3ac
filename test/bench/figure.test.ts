import assert from 'node:assert/strict';
import { it } from 'node:test';
import { formatFigure } from '../../bench/figure.js';

const figure = { figure: 'talk.answer.median', value: 640.12345, unit: 'ms', better: 'lower' } as const;

it('says whether a target is reached, in the direction that is better', () => {
  assert.match(formatFigure({ ...figure, target: 800 }), /"value":640.123,.*"holds":true/);
  assert.match(formatFigure({ ...figure, target: 600 }), /"holds":false/);
  assert.match(formatFigure({ ...figure, better: 'higher', target: 600 }), /"holds":true/);
});

it('promises nothing where no target was set', () => {
  assert.deepEqual(Object.keys(JSON.parse(formatFigure(figure)) as object), ['figure', 'value', 'unit', 'better']);
});

it('refuses what was not measured', () => {
  assert.throws(() => formatFigure({ ...figure, value: NaN }), /not measured/);
});
