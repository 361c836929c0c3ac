import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  createRecogniser,
  FLITE_VOICES,
  seededRandom,
  speech,
  availableVoices,
  wordErrors,
  wordsOf,
  type RecogniseSpeech,
  type SpeechOptions,
} from '../../rigs/speech.js';

const SENTENCES = [
  'What is the weather going to be like in London tomorrow?',
  'Please set the background colour of the page to dark blue.',
  'I would like to book a table for four people on Friday evening.',
  'Could you remind me to call my mother after work?',
];
const QUESTIONS = ['What time is it in Tokyo?', 'What is twelve times eight?', 'Please tell me a good joke.'];
const SAMPLE_RATE = 16_000;

let recognise: RecogniseSpeech;
before(async () => {
  recognise = await createRecogniser();
});

/** Wrong words and all words, over all sentences. */
async function score(options: SpeechOptions): Promise<readonly [number, number]> {
  let wrong = 0;
  let all = 0;
  for (const sentence of SENTENCES) {
    const wanted = wordsOf(sentence);
    const heard = await recognise(await speech(sentence, { before: 0, after: 0, ...options }, SAMPLE_RATE), SAMPLE_RATE);
    wrong += wordErrors(wanted.map(american), wordsOf(heard).map(american));
    all += wanted.length;
  }
  return [wrong, all];
}

function american(word: string): string {
  return word.replace('colour', 'color');
}

test('recognises at least nine of ten words across all voices of this machine', async (context) => {
  let wrong = 0;
  let all = 0;
  for (const voice of availableVoices()) {
    const [wrongHere, allHere] = await score({ voice });
    context.diagnostic(`${voice}: ${wrongHere} of ${allHere} words wrong`);
    wrong += wrongHere;
    all += allHere;
  }
  context.diagnostic(`word error rate ${((100 * wrong) / all).toFixed(1)} %`);
  assert.ok(wrong / all <= 0.1, `${wrong} of ${all}`);
});

test('recognises short questions at any offset within its frames', async (context) => {
  let wrong = 0;
  let all = 0;
  for (const voice of FLITE_VOICES) {
    for (const question of QUESTIONS) {
      const sound = await speech(question, { voice, after: 300 }, SAMPLE_RATE);
      for (const from of [0, 100, 200]) {
        wrong += wordErrors(wordsOf(question), wordsOf(await recognise(sound.subarray(from), SAMPLE_RATE)));
        all += wordsOf(question).length;
      }
    }
  }
  context.diagnostic(`word error rate ${((100 * wrong) / all).toFixed(1)} %`);
  assert.ok(wrong / all <= 0.1, `${wrong} of ${all}`);
});

test('recognises speech in noise', async (context) => {
  const [wrong, all] = await score({ voice: 'rms', noise: 25 });
  context.diagnostic(`white noise at 25 dB: ${wrong} of ${all} words wrong`);
  assert.ok(wrong / all <= 0.1, `${wrong} of ${all}`);
});

test('recognises single and quiet words', async () => {
  for (const word of ['Yes', 'Tuesday', 'Seven', 'Goodbye']) {
    const quiet = (await speech(word, { voice: 'rms', before: 0, after: 0 }, SAMPLE_RATE)).map((sample) => sample * 0.05);
    // Nobody hears the space of “good bye”.
    assert.equal(wordsOf(await recognise(quiet, SAMPLE_RATE)).join(''), word.toLowerCase());
  }
});

test('recognises nothing in silence', async () => {
  const random = seededRandom(3);
  assert.equal(await recognise(new Float32Array(SAMPLE_RATE), SAMPLE_RATE), '');
  assert.equal(
    await recognise(
      Float32Array.from({ length: SAMPLE_RATE }, () => 0.0004 * (random() - 0.5)),
      SAMPLE_RATE,
    ),
    '',
  );
});
