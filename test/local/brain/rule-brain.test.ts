import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Turn } from '../../../src/local/brain/brain.js';
import { agent, ask, tell, tools, user } from './ask-brain.js';

const called: readonly (readonly [string, ...(readonly [string, unknown])[]])[] = [
  ['Set the page colour to blue.', ['set_page_colour', { colour: 'blue' }]],
  ['Please make the background light green.', ['set_page_colour', { colour: 'lightgreen' }]],
  ['What time is it in Tokyo?', ['get_time', { timezone: 'Asia/Tokyo' }]],
  ["What's the time in New York?", ['get_time', { timezone: 'America/New_York' }]],
  ["What's the weather in Paris?", ['get_weather', { city: 'Paris' }]],
  ['How is the weather in Berlin in Fahrenheit?', ['get_weather', { city: 'Berlin', unit: 'fahrenheit' }]],
  ['What is the weather in London and Rome?', ['get_weather', { city: 'London' }], ['get_weather', { city: 'Rome' }]],
  ['Dark mode, please.', ['set_theme', { theme: 'dark' }]],
  ['Switch to high contrast.', ['set_theme', { theme: 'high_contrast' }]],
  ['Turn the volume to thirty five percent.', ['set_volume', { percent: 35 }]],
  ['Book a table for four people tomorrow at 7 p.m.', ['book_table', { people: 4, date: '2026-11-23', time: '19:00' }]],
  ['Book a table for two on Friday at half past eight.', ['book_table', { people: 2, date: '2026-11-27', time: '08:30' }]],
  ['Add oat milk to my shopping list.', ['add_to_list', { item: 'oat milk' }]],
  ['Remind me to call the dentist.', ['set_reminder', { text: 'call the dentist' }]],
  ['Where is my order number A 12345?', ['track_order', { order_number: '12345' }]],
  ['Find a flight from Hamburg to Lisbon.', ['find_flight', { from: 'Hamburg', to: 'Lisbon' }]],
  ['Set a timer for two minutes.', ['set_timer', { seconds: 120 }]],
  ['Set a timer for two minutes and thirty seconds.', ['set_timer', { seconds: 150 }]],
  ['Put three coffees into my basket.', ['add_to_basket', { item: 'coffee', quantity: 3 }]],
  ['Turn off the light in the kitchen.', ['set_light', { room: 'kitchen', on: false }]],
  ['Switch the living room light on.', ['set_light', { room: 'living_room', on: true }]],
  [
    'Set the page colour to red and turn the volume to ten.',
    ['set_page_colour', { colour: 'red' }],
    ['set_volume', { percent: 10 }],
  ],
];

for (const [text, ...calls] of called) {
  test(`calls for "${text}"`, async () => {
    const answers = await ask([user(text)], { tools });
    assert.deepEqual(
      answers.map((answer) => (answer.type === 'call' ? [answer.name, JSON.parse(answer.arguments)] : answer.text)),
      calls,
    );
  });
}

const INSTRUCTIONS = [
  'You are Ada, the assistant of the Blue Harbour hotel. Be brief and friendly.',
  'Breakfast is served from 7 to 10 in the morning. Check-out time is 11 a.m.',
  'A parking place costs 12 euros per night. The hotel is at 5 Harbour Street. Dogs are welcome.',
].join('\n');

const said: readonly (readonly [string, RegExp])[] = [
  ['Hello there.', /^Hello, I am Ada\./],
  ['Who are you?', /^I am Ada, the assistant of the Blue Harbour hotel\.$/],
  ['When is breakfast?', /7 to 10/],
  ['What is the check-out time?', /11 a\.m\./],
  ['How much does parking cost?', /12 euros/],
  ['Where are you located?', /Harbour Street/],
  ['Can I bring my dog?', /Dogs are welcome/],
  ['What time is it in Tokyo?', /^It is 9:30\sPM in Tokyo\.$/],
  ['What day is it today?', /Sunday, November 22/],
  ['What is twelve times eight?', /\b96\b/],
  ['What is 15% of 80?', /\b12\b/],
  ['Tell me a joke.', /\w{5}/],
  ['Thank you very much.', /welcome/],
  ['Can you talk in Spanish?', /only speak English/],
  ['What is the capital of Mongolia?', /^I heard: What is the capital of Mongolia\?/],
  ['What is the capital city of France?', /^I heard:/],
  ['', /did not catch/],
];

for (const [text, expected] of said) {
  test(`answers "${text}"`, async () => {
    assert.match(await tell([user(text)], { instructions: INSTRUCTIONS }), expected);
  });
}

test('does not mistake a question for a tool request', async () => {
  for (const text of [
    'What is the capital city of France?',
    'Hello.',
    'Tell me a joke.',
    'Thank you.',
    'I had a lovely day with people.',
  ]) {
    const [answer] = await ask([user(text)], { tools });
    assert.equal(answer?.type, 'text', `${text}: ${JSON.stringify(answer)}`);
  }
});

test('asks for missing arguments one after the other', async () => {
  const history: Turn[] = [user('Can you find me a flight?')];
  const first = await tell(history, { tools });
  assert.match(first, /from/i);
  history.push(agent(first), user('Munich.'));
  const second = await tell(history, { tools });
  assert.match(second, /to/i);
  history.push(agent(second), user('To Oslo, please.'));
  assert.deepEqual(await ask(history, { tools }), [
    { type: 'call', name: 'find_flight', arguments: '{"from":"Munich","to":"Oslo"}' },
  ]);
});

test('asks for a choice and lets the user give up', async () => {
  const history: Turn[] = [user('Change the theme.')];
  const question = await tell(history, { tools });
  assert.equal(question, 'Which theme: light, dark, high contrast?');
  const [taken] = await ask([...history, agent(question), user('The dark one.')], { tools });
  assert.deepEqual(taken, { type: 'call', name: 'set_theme', arguments: '{"theme":"dark"}' });
  assert.equal(await tell([...history, agent(question), user('Never mind.')], { tools }), 'All right.');
});

test('describes the output of a tool', async () => {
  const outputs: readonly (readonly [string, string, RegExp])[] = [
    [
      '{"city":"Paris"}',
      '{"temperature":18.456,"conditions":"light rain"}',
      /Paris.*temperature is 18\.46 and the conditions are light rain/,
    ],
    ['{"city":"Paris"}', '"Sunny all day"', /^Sunny all day\.$/],
    ['{"city":"Paris"}', '{"error":"no such city"}', /^That did not work: no such city\.$/],
    ['{"city":"Paris"}', '{"ok":true}', /^Done/],
    ['{"city":"Paris"}', 'It rains.', /^It rains\.$/],
    ['{}', '["one","two","three"]', /one, two and three/],
    ['{"timezone":"Asia/Tokyo"}', '{"time":"2026-11-22T21:30:00+09:00"}', /9:30 PM/],
  ];
  for (const [given, output, expected] of outputs) {
    const history: Turn[] = [
      user('What?'),
      { type: 'call', callId: 'c', name: 'get_weather', arguments: given },
      { type: 'output', callId: 'c', output },
    ];
    assert.match(await tell(history, { tools }), expected);
  }
});

test('distinguishes several outputs', async () => {
  const history: Turn[] = ['London', 'Rome'].flatMap((city, index) => [
    { type: 'call', callId: city, name: 'get_weather', arguments: JSON.stringify({ city }) },
    { type: 'output', callId: city, output: JSON.stringify({ temperature: 10 + index }) },
  ]);
  assert.match(await tell([user('The weather in London and Rome?'), ...history], { tools }), /London.*10.*Rome.*11/);
});

test('speaks the quoted words of a directive and greets on request', async () => {
  assert.equal(await tell([], { directive: 'Say exactly these words: "Welcome to Acme!"' }), 'Welcome to Acme!');
  assert.equal(await tell([], { directive: 'Say the following verbatim: Welcome to Acme!' }), 'Welcome to Acme!');
  assert.match(await tell([], { directive: 'Greet the user warmly.', instructions: INSTRUCTIONS }), /^Hello, I am Ada/);
});

test('announces context that the page added last', async () => {
  const history: Turn[] = [
    user('Set a timer.'),
    agent('Done.'),
    { type: 'said', role: 'system', text: 'The timer has just rung' },
  ];
  assert.equal(await tell(history, { tools }), 'The timer has just rung.');
});

test('remembers a name, repeats itself and respects the tool choice', async () => {
  assert.match(await tell([user('My name is Grace.'), agent('Nice.'), user('What is my name?')], {}), /Grace/);
  assert.equal(await tell([user('Hi.'), agent('Breakfast is at 7.'), user('Could you repeat that?')], {}), 'Breakfast is at 7.');
  const [none] = await ask([user('Set the page colour to blue.')], { tools, toolChoice: 'none' });
  assert.equal(none?.type, 'text');
  const [forced] = await ask([user('Berlin, I think.')], { tools, toolChoice: { name: 'get_weather' } });
  assert.deepEqual(forced, { type: 'call', name: 'get_weather', arguments: '{"city":"Berlin"}' });
});
