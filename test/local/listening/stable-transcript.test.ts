import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStableTranscript } from '../../../src/local/listening/stable-transcript.js';

test('returns the words in which two results agree, except the last word', () => {
  const transcript = createStableTranscript();
  const given = ['I want', 'I want to', 'I want two bananas', 'I want two bananas please'].map((text) => transcript.update(text));
  assert.deepEqual(given, ['', 'I want', '', ' two bananas']);
  assert.equal(transcript.finish('I want two bananas, please.'), ', please.');
});

test('adds nothing where the final text contradicts the words so far', () => {
  const transcript = createStableTranscript();
  transcript.update('recognise speech');
  assert.equal(transcript.update('recognise speech now'), 'recognise speech');
  assert.equal(transcript.finish('Wreck a nice beach.'), '');
});
