import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Turn } from '../../../src/local/brain/brain.js';
import { agent, ask, tell, tools, user } from './ask-brain.js';

test('answers a question while it waits for an argument, and still waits', async () => {
  const history: Turn[] = [user('Change the page colour.')];
  const exchange: readonly (readonly [string, RegExp])[] = [
    ['What time is it?', /^It is 12:30\sPM\. Which colour\?$/],
    ['Who wrote Hamlet?', /^I heard: Who wrote Hamlet\? .*Which colour\?$/],
    ['I had a lovely day.', /Which colour\?$/],
    ['Dark blue.', /set_page_colour.*darkblue/],
  ];
  let last = await tell(history, { tools });
  assert.equal(last, 'Which colour?');
  for (const [text, expected] of exchange) {
    history.push(agent(last), user(text));
    last = await tell(history, { tools });
    assert.match(last, expected);
  }
});

test('takes only a name for a place', async () => {
  const history: Turn[] = [user("What's the weather?"), agent('Which city?')];
  for (const text of ['It is raining.', 'I do not care.', 'Where are you?', 'Tomorrow is fine with me.']) {
    assert.match(await tell([...history, user(text)], { tools }), /Which city\?$/);
  }
  for (const [text, city] of [
    ['Springfield.', 'Springfield'],
    ['In Garmisch, please.', 'Garmisch'],
    ['The Hague', 'The Hague'],
    ['ulm', 'ulm'],
  ] as const) {
    assert.deepEqual(await ask([...history, user(text)], { tools }), [
      { type: 'call', name: 'get_weather', arguments: JSON.stringify({ city }) },
    ]);
  }
});

test('never answers confidently what it does not know', async () => {
  for (const text of [
    'What time is it in Paris, Texas?',
    'What time is it in London, Ontario?',
    'What time will it be in two hours?',
    'What time was it?',
    'What is the date of Easter?',
    'What day is Christmas?',
    'What day is February 30?',
    'What is the date next week?',
    'What is 50% of 10 percent?',
    'Good to see you here.',
    'How many days are in a week?',
    'What is 2 plus 3 times 4?',
    'I have no time.',
    'I am German.',
    'Who are they?',
  ]) {
    assert.match(await tell([user(text)], {}), /^I heard: |^I do not know /, text);
  }
});

test('describes its abilities and outputs in correct English', async () => {
  assert.match(
    await tell([user('What can you do?')], { tools: tools.filter(({ name }) => /colour|weather|theme|reminder/.test(name)) }),
    /^On this page I can set the background colour of the page, get the weather, switch the look of the page and remind you of something\. /,
  );
  const outputs: readonly (readonly [string, string])[] = [
    ['{"apples":2}', 'There are 2 apples.'],
    ['{"apples":1,"temperature_c":18}', 'There is 1 apple and the temperature is 18 degrees.'],
    ['{"available":false}', 'It is not available.'],
    ['{"is_open":true}', 'It is open.'],
    ['{"results":[]}', 'There are no results.'],
    ['{"opening_hours":"9 to 5"}', 'The opening hours are 9 to 5.'],
    ['{"address":"5 Harbour Street"}', 'The address is 5 Harbour Street.'],
    ['[]', 'I found nothing.'],
    ['["one"]', 'I found one.'],
  ];
  for (const [output, expected] of outputs) {
    const history: Turn[] = [
      user('Look.'),
      { type: 'call', callId: 'c', name: 'look', arguments: '{}' },
      { type: 'output', callId: 'c', output },
    ];
    assert.equal(await tell(history, { tools }), expected);
  }
});

test('does not mistake a place for another of the same name', async () => {
  for (const [text, expected] of [
    ['What time is it in Paris, Texas?', /^I do not know what time it is in Paris, Texas\.$/],
    ['What time is it in Springfield?', /^I do not know what time it is in Springfield\.$/],
    ['What time is it in Paris, France?', /get_time.*Europe\/Paris/],
    ['What time is it in Paris, please?', /get_time.*Europe\/Paris/],
    ['What time is it in Tokyo and London?', /get_time.*Asia\/Tokyo.*get_time.*Europe\/London/],
    ['What is the weather in Paris, Texas?', /^[^}]*get_weather[^}]*"Paris, Texas\\?"[^}]*}"}$/],
    ['What is the weather in Rome and Oslo?', /Rome.*Oslo/],
  ] as const) {
    assert.match(await tell([user(text)], { tools }), expected, text);
  }
});
