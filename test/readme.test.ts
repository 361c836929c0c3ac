import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { ensureScriptTag } from '../tooling/build/script-tag.js';
import { checkTypes } from './rigs/readme/check-types.js';
import { runCommand } from './rigs/readme/run-command.js';
import { bundleSnippet, openSnippetBrowser, showPage } from './rigs/readme/snippet-page.js';
import { snippetsOf, type Snippet } from './rigs/readme/snippets.js';

/** A snippet that goes on with an element of an earlier one calls it `agent`. */
const AGENT = `import 'voice-agent-element/define';\nconst agent = document.body.appendChild(document.createElement('voice-agent'));\n`;
const declaresAgent = /\b(?:const|let|var)\s+agent\b/;

describe('the README', async () => {
  const snippets = snippetsOf(await readFile('README.md', 'utf8'));
  const owner = new AbortController();
  let browser: Browser;
  let bundle: string;

  before(async () => {
    browser = await openSnippetBrowser(owner.signal);
    bundle = await readFile(await ensureScriptTag(), 'utf8');
  });
  after(() => owner.abort());

  const runInPage = async ({ code, line }: Snippet): Promise<void> => {
    const whole = declaresAgent.test(code) ? code : AGENT + code;
    assert.deepEqual(await checkTypes(whole), []);
    const script = await bundleSnippet(String(line), whole);
    assert.deepEqual(await showPage(browser, '<script src="/voice-agent.js" defer></script>', script), []);
  };

  const runSnippet = async (snippet: Snippet): Promise<void> => {
    const { language, code } = snippet;
    switch (language) {
      case 'html': {
        const script = /<script[^>]+voice-agent\.js/.test(code) ? '' : '<script type="module" src="/voice-agent.js"></script>';
        return assert.deepEqual(await showPage(browser, script + code, bundle), []);
      }
      case 'ts':
      case 'js':
        return runInPage(snippet);
      case 'sh':
        for (const line of code.replaceAll('\\\n', ' ').split('\n')) await runCommand(line);
        return;
      default:
        assert.fail(`No test knows how to run ${language || 'a snippet without a language'}`);
    }
  };

  it('has snippets', () => assert.notEqual(snippets.length, 0));
  for (const snippet of snippets) it(`line ${snippet.line} does what it says (${snippet.language})`, () => runSnippet(snippet));
});
