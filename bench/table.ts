/**
 * `npm run -s bench -- audio | node --import tsx bench/table.ts`: what a run printed, as rows for the table in README.md, with
 * the machine, its load before and after, and the date.
 */
import { cpus, loadavg } from 'node:os';
import { createInterface } from 'node:readline';
import type { Figure } from './figure.js';

interface Printed extends Figure {
  readonly holds?: boolean;
}

/** Statistics of one thing stand in one row. */
interface Row {
  readonly statistics: string[];
  readonly figures: Printed[];
}

/** Three digits, or all in front of the point. */
const brief = (value: number): number => (value < 1000 ? Number(value.toPrecision(3)) : Math.round(value));
const sayValue = ({ value, unit, holds }: Printed): string => `${brief(value)} ${unit}${holds === false ? ': missed' : ''}`;

/** Not every peer can do everything. */
const sayPeer = (value: number | undefined): string => (value === undefined ? '–' : String(brief(value)));

function sayPeers(figures: readonly Printed[]): string {
  const names = new Set(figures.flatMap(({ beside = {} }) => Object.keys(beside)));
  const reached = (name: string): string => figures.map(({ beside }) => sayPeer(beside?.[name])).join(', ');
  return [...names].map((name) => `${name} ${reached(name)}`).join('; ');
}

function sayLoad(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

const rows = new Map<string, Row>();
const before = sayLoad();
for await (const line of createInterface({ input: process.stdin })) {
  if (!line.startsWith('{')) continue;
  const figure = JSON.parse(line) as Printed;
  const cut = figure.figure.lastIndexOf('.');
  const [name, statistic] = [figure.figure.slice(0, cut), figure.figure.slice(cut)];
  const row = rows.get(name) ?? { statistics: [], figures: [] };
  row.statistics.push(statistic);
  row.figures.push(figure);
  rows.set(name, row);
}
const machine = `${cpus().length} x ${cpus()[0]?.model ?? '?'}, Node ${process.versions.node}`;
console.log(`${machine}, load ${before} to ${sayLoad()}, ${new Date().toISOString().slice(0, 10)}\n`);
console.log('| figure | value | target | beside |\n|---|---|---|---|');
for (const [name, { statistics, figures }] of rows) {
  const [first = '', ...more] = statistics;
  const titles = [`\`${name}${first}\``, ...more.map((statistic) => `\`${statistic}\``)].join(', ');
  const targets = figures.flatMap(({ target }) => target ?? []).join(', ');
  console.log(`| ${titles} | ${figures.map(sayValue).join(', ')} | ${targets} | ${sayPeers(figures)} |`);
}
