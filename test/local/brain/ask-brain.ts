import type { Answer, Question, Tool, Turn } from '../../../src/local/brain/brain.js';
import { createRuleBrain } from '../../../src/local/brain/rule-brain.js';

// Today and tomorrow are those of the machine.
process.env['TZ'] = 'UTC';
// A Sunday, half past nine in the evening in Tokyo.
const brain = createRuleBrain(() => new Date('2026-11-22T12:30:00Z'));

export const tools: Tool[] = [
  tool('set_page_colour', 'Sets the background colour of the page', { colour: { type: 'string', description: 'A CSS colour' } }),
  tool('get_time', 'Tells the current time in a city', {
    timezone: { type: 'string', description: 'IANA time zone, for instance Asia/Tokyo' },
  }),
  tool(
    'get_weather',
    'Current weather in a city',
    { city: { type: 'string' }, unit: { type: 'string', enum: ['celsius', 'fahrenheit'], default: 'celsius' } },
    ['city'],
  ),
  tool('set_theme', 'Switches the look of the page', { theme: { type: 'string', enum: ['light', 'dark', 'high_contrast'] } }),
  tool('set_volume', 'Changes the volume', { percent: { type: 'integer', minimum: 0, maximum: 100 } }),
  tool('book_table', 'Books a table in the restaurant', {
    people: { type: 'integer', description: 'How many guests' },
    date: { type: 'string', format: 'date' },
    time: { type: 'string', format: 'time' },
  }),
  tool('add_to_list', 'Adds an item to the shopping list', { item: { type: 'string' } }),
  tool('set_reminder', 'Reminds the user of something', { text: { type: 'string' } }),
  tool('track_order', 'Looks up where an order is', { order_number: { type: 'string' } }),
  tool('find_flight', 'Finds flights', {
    from: { type: 'string', description: 'City' },
    to: { type: 'string', description: 'City' },
  }),
  tool('set_timer', 'Starts a timer', { seconds: { type: 'integer', minimum: 1, description: 'Seconds until it rings' } }),
  tool('add_to_basket', 'Puts something into the shopping basket', {
    item: { type: 'string', enum: ['coffee', 'tea', 'bread', 'apples'] },
    quantity: { type: 'integer', minimum: 1 },
  }),
  tool('set_light', 'Switches the light in a room on or off', {
    room: { type: 'string', enum: ['kitchen', 'living_room', 'bedroom'] },
    on: { type: 'boolean' },
  }),
];

export function tool(
  name: string,
  description: string,
  properties: Record<string, unknown>,
  required = Object.keys(properties),
): Tool {
  return { name, description, parameters: { type: 'object', properties, required } };
}

export function user(text: string): Turn {
  return { type: 'said', role: 'user', text };
}

export function agent(text: string): Turn {
  return { type: 'said', role: 'assistant', text };
}

export async function ask(history: readonly Turn[], question: Partial<Question>): Promise<Answer[]> {
  const answers: Answer[] = [];
  const whole: Question = { instructions: '', tools: [], toolChoice: 'auto', ...question, history };
  for await (const answer of brain.answer(whole, new AbortController().signal)) answers.push(answer);
  return answers;
}

export async function tell(history: readonly Turn[], question: Partial<Question>): Promise<string> {
  const answers = await ask(history, question);
  return answers.map((answer) => (answer.type === 'text' ? answer.text : JSON.stringify(answer))).join('');
}
