import type { Plugin } from 'vite';

const DYNAMIC_IMPORT = /\(\) => import\((?<place>'[^']+')\)/g;

/** Turns what a module loads later into what it loads at once, as far as its default export. */
export function importAtOnce(code: string): string {
  const statements: string[] = [];
  const rewritten = code.replace(DYNAMIC_IMPORT, (_, place: string) => {
    const name = `loaded${statements.length}`;
    statements.push(`import ${name} from ${place};\n`);
    return `() => Promise.resolve({ default: ${name} })`;
  });
  return statements.join('') + rewritten;
}

/** One file holds its providers anyway, and a bundler that is to load one later wraps all that it shares with the rest. */
export function staticImportsPlugin(): Plugin {
  return {
    name: 'static-imports',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/providers\/registry\.ts$/ },
      handler: (code) => ({ code: importAtOnce(code), map: null }),
    },
  };
}
