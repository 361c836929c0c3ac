import assert from 'node:assert/strict';
import test from 'node:test';
import { readUsage } from '../../../src/providers/openai/read-usage.js';
import { NO_TOKENS, type TokenUsage } from '../../../src/spec/usage.js';

const INPUT = {
  text_tokens: 119,
  audio_tokens: 13,
  image_tokens: 0,
  cached_tokens: 64,
  cached_tokens_details: { text_tokens: 64, audio_tokens: 0, image_tokens: 0 },
};
const OUTPUT = { text_tokens: 44, audio_tokens: 16, reasoning_tokens: 31 };
const TOTALS = { total_tokens: 192, input_tokens: 132, output_tokens: 60 };
const WHOLE: TokenUsage = { ...NO_TOKENS, inputText: 119, inputAudio: 13, cachedText: 64, outputText: 44, outputAudio: 16 };
/** What is not known to be anything else counts as speech. */
const SPEECH: TokenUsage = { ...NO_TOKENS, inputAudio: 132, outputAudio: 60 };

test('whole details are taken as they are, whatever else stands beside them', () => {
  const known = { tokens: WHOLE, estimated: false };
  assert.deepEqual(readUsage({ ...TOTALS, input_token_details: INPUT, output_token_details: OUTPUT }), known);
  assert.deepEqual(readUsage({ input_token_details: INPUT, output_token_details: OUTPUT }), known);
  const more = { ...TOTALS, service_tier: 'priority', cost: { usd: 1 }, input_token_details: { ...INPUT, fresh: [] } };
  assert.deepEqual(readUsage({ ...more, output_token_details: { ...OUTPUT, accepted_tokens: 9 } }), known);
  const nothing = { input_tokens: 0, output_tokens: 0, input_token_details: {}, output_token_details: {} };
  assert.deepEqual(readUsage(nothing), { tokens: NO_TOKENS, estimated: false });
});

test('totals count where details are absent, partial or nonsense, and the figures say that they are estimated', () => {
  const cases: [string, object, TokenUsage][] = [
    ['no details', TOTALS, SPEECH],
    ['null details', { ...TOTALS, input_token_details: null, output_token_details: null }, SPEECH],
    ['empty details', { ...TOTALS, input_token_details: {}, output_token_details: {} }, SPEECH],
    ['no total of the input', { total_tokens: 192, output_tokens: 60 }, SPEECH],
    ['no total of the output', { total_tokens: 192, input_tokens: 132 }, SPEECH],
    ['one total for both', { total_tokens: 192 }, { ...NO_TOKENS, outputAudio: 192 }],
    ['the input alone', { ...TOTALS, input_token_details: INPUT }, { ...WHOLE, outputText: 0, outputAudio: 60 }],
    ['the output alone', { ...TOTALS, output_token_details: OUTPUT }, { ...WHOLE, inputText: 0, inputAudio: 132, cachedText: 0 }],
    [
      'one modality of several',
      { ...TOTALS, input_token_details: { text_tokens: 100 }, output_token_details: { text_tokens: 44, video_tokens: 16 } },
      { ...WHOLE, inputText: 100, inputAudio: 32, cachedText: 0 },
    ],
    [
      'words for numbers',
      { ...TOTALS, input_token_details: { ...INPUT, audio_tokens: '13' }, output_token_details: { text_tokens: -5 } },
      { ...WHOLE, outputText: 0, outputAudio: 60 },
    ],
  ];
  for (const [name, usage, tokens] of cases) assert.deepEqual(readUsage(usage), { tokens, estimated: true }, name);
});

test('a total that is smaller than its details takes nothing away', () => {
  const usage = { total_tokens: 1, input_tokens: 1, input_token_details: INPUT, output_token_details: OUTPUT };
  assert.deepEqual(readUsage(usage)?.tokens, WHOLE);
});

test('the cache holds text first, no more than there was, and speech where the text is used up', () => {
  const cachedOf = (details: object): number[] => {
    const tokens = readUsage({ ...TOTALS, input_token_details: { ...INPUT, ...details }, output_token_details: OUTPUT })?.tokens;
    return [tokens?.cachedText ?? -1, tokens?.cachedAudio ?? -1, tokens?.cachedImage ?? -1];
  };
  assert.deepEqual(cachedOf({ cached_tokens: 100, cached_tokens_details: null }), [100, 0, 0]);
  assert.deepEqual(cachedOf({ cached_tokens: 125, cached_tokens_details: {} }), [119, 6, 0]);
  assert.deepEqual(cachedOf({ cached_tokens: 70, cached_tokens_details: { audio_tokens: 6 } }), [64, 6, 0]);
  assert.deepEqual(cachedOf({ cached_tokens: 9_999, cached_tokens_details: undefined }), [119, 13, 0]);
  assert.deepEqual(cachedOf({ cached_tokens: 0, cached_tokens_details: { image_tokens: 5 } }), [0, 0, 0]);
});

test('what reports no amount is no usage', () => {
  for (const usage of [
    undefined,
    null,
    5,
    {},
    { cost: 1 },
    { input_token_details: {} },
    { total_tokens: 1e308 },
    { total_tokens: -1 },
  ])
    assert.equal(readUsage(usage), undefined);
});
