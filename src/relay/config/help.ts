import { describeVariables, wrap, type DescribedVariable } from './describe-variables.js';

const WIDTH = 96;
const INDENT = '      ';

const USAGE = `voice-agent-relay [--demo] [--help]

Keeps the keys of voice services and relays conversations between web pages and the services.
Without any key, a small local agent answers.

  --demo    serve the demo page at /
  --help    print this help

The relay is configured with environment variables, which it also reads from a file .env in the
current folder. All of them are optional.
`;

/** What `voice-agent-relay --help` prints. */
export function createHelp(): string {
  const sections = describeVariables().map(({ title, variables }) => `${title}\n\n${variables.map(paragraphOf).join('')}`);
  return [USAGE, ...sections].join('\n');
}

function paragraphOf({ name, about, unit, byDefault, otherwise }: DescribedVariable): string {
  const hints = [byDefault === undefined ? otherwise : `default ${byDefault}`, unit].filter((hint) => hint !== undefined);
  const lines = wrap(about, WIDTH - INDENT.length).map((line) => INDENT + line);
  return [`  ${name}${hints.length === 0 ? '' : `  (${hints.join('; ')})`}`, ...lines, ''].join('\n');
}
