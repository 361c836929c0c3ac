import { Refusal } from '../refusal.js';
import type { Choice, Offer, Wish } from './upstream.js';

/** What a page wishes, or the default of what is offered. Throws a {@link Refusal} where the wish is not offered. */
export function chooseFrom(offer: Offer, { model = offer.defaultModel, voice = offer.defaultVoice }: Wish): Choice {
  if (!offer.models.includes(model))
    throw new Refusal('model-refused', `This relay offers the models ${offer.models.join(', ')}.`);
  if (!offer.voices.includes(voice))
    throw new Refusal('model-refused', `This relay offers the voices ${offer.voices.join(', ')}.`);
  return { model, voice };
}
