import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Question } from '../../../src/local/brain/brain.js';
import { agent, tell, tool, user } from './ask-brain.js';

const SHARE = 27 / 30;
const HOTEL = [
  'You are the assistant of the Harbour hotel.',
  'Breakfast is served from 7 to 10 in the morning. Check-out time is 11 a.m.',
].join(' ');

/** What a sentence needs around it. */
const CONTEXTS: Readonly<Record<string, Partial<Question>>> = {
  'who it is': { instructions: HOTEL },
  'a fact': { instructions: HOTEL },
  repeating: { history: [user('When is breakfast?'), agent('Breakfast is at 7.')] },
  'recalling a name': { history: [user('My name is Ada.'), agent('Nice to meet you, Ada.')] },
  'a tool': {
    tools: [tool('get_weather', 'Current weather in a city', { city: { type: 'string' } })],
  },
  'a tool with a choice of colour': {
    tools: [tool('set_page_colour', 'Sets the background colour of the page', { colour: { type: 'string' } })],
  },
};

const text = await readFile(new URL('paraphrases.txt', import.meta.url), 'utf8');

for (const section of text.split(/^## /m).slice(1)) {
  const [title = '', ...lines] = section.split('\n').filter((line) => line !== '');
  const [name = '', answer] = title.split(' | ');
  test(`understands ${name}`, async (context) => {
    const wrong: string[] = [];
    for (const line of lines) {
      const [sentence = '', expected = ''] = line.split(' => ');
      const { history = [], ...rest } = CONTEXTS[name] ?? {};
      const given = await tell([...history, user(sentence)], rest);
      if (!new RegExp(answer ?? expected).test(given)) wrong.push(`${sentence} -> ${given}`);
    }
    context.diagnostic(`${lines.length - wrong.length} of ${lines.length}`);
    assert.ok(lines.length >= 30);
    assert.ok(1 - wrong.length / lines.length >= SHARE, wrong.join('\n'));
  });
}
