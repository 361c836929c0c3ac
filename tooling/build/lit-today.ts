import type { Plugin } from 'vite';

/** What Lit asks of its surroundings, and the answer in every browser that can run a voice agent and its styles. */
const ANSWERS: readonly (readonly [module: RegExp, question: RegExp, answer: string])[] = [
  [
    /reactive-element\/css-tag\.js$/,
    /\w+\.ShadowRoot&&\(void 0===\w+\.ShadyCSS\|\|\w+\.ShadyCSS\.nativeShadow\)&&"adoptedStyleSheets"in Document\.prototype&&"replace"in CSSStyleSheet\.prototype/,
    'true',
  ],
  // Nobody fills in what is missing, and nothing was rendered by a server.
  [/reactive-element\.js$/, /\w+\.reactiveElementPolyfillSupport/, 'undefined'],
  [/lit-html\.js$/, /\w+\.litHtmlPolyfillSupport/, 'undefined'],
  [/lit-element\.js$/, /\w+\.litElementPolyfillSupport/, 'undefined'],
  [/lit-element\.js$/, /\w+\.litElementHydrateSupport/, 'undefined'],
  // Nobody else uses this copy of Lit.
  [/\/(?:reactive-element|lit-html|lit-element)\.js$/, /\(\w+\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/, 'undefined'],
];

/** Lets a minifier drop what Lit has for browsers of the past. Fails where Lit has changed: then look anew. */
export function litTodayPlugin(): Plugin {
  return {
    name: 'lit-today',
    transform: {
      filter: { id: /\/node_modules\/(?:@lit\/reactive-element|lit-html|lit-element)\/[^/]+\.js$/ },
      handler(code, id) {
        const asked = ANSWERS.filter(([module]) => module.test(id));
        for (const [, question] of asked) if (!question.test(code)) throw new Error(`${id} has no ${question}`);
        return { code: asked.reduce((rest, [, question, answer]) => rest.replace(question, answer), code), map: null };
      },
    },
  };
}
