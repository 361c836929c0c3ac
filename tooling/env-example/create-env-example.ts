import { describeVariables, wrap, type DescribedVariable } from '../../src/relay/config/describe-variables.js';

const WIDTH = 120;
const HEAD = `# Settings of voice-agent-relay. Copy what you need into .env or your service's environment; every line is optional.
# Written by tooling/env-example.ts from src/relay/config/sections; a test keeps them the same.
`;

/** The text of `.env.example`: variables with their defaults; those without a default as comments. */
export function createEnvExample(): string {
  const sections = describeVariables().map(
    ({ title, variables }) => `\n${`# --- ${title} `.padEnd(WIDTH, '-')}\n${variables.map(linesOf).join('')}`,
  );
  return HEAD + sections.join('');
}

function linesOf({ name, about, unit, byDefault, otherwise, example = '' }: DescribedVariable): string {
  const hints = [unit, otherwise].filter((hint) => hint !== undefined).join('; ');
  const comment = wrap(hints === '' ? about : `${about} (${hints})`, WIDTH - 2).map((line) => `# ${line}\n`);
  return `${comment.join('')}${byDefault === undefined ? `# ${name}=${example}` : `${name}=${byDefault}`}\n`;
}
