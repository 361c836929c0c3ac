import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAgreedWords } from '../../../src/local/listening/agreed-words.js';

test('gives out what two guesses agree on, but for the newest word', () => {
  const words = createAgreedWords();
  const given = ['I want', 'I want to', 'I want two bananas', 'I want two bananas please'].map((guess) => words.guess(guess));
  assert.deepEqual(given, ['', 'I want', '', ' two bananas']);
  assert.equal(words.finish('I want two bananas, please.'), ', please.');
});

test('adds nothing to words that the final text contradicts', () => {
  const words = createAgreedWords();
  words.guess('recognise speech');
  assert.equal(words.guess('recognise speech now'), 'recognise speech');
  assert.equal(words.finish('Wreck a nice beach.'), '');
});
