import { findTimeZones } from './time-zones.js';

/** Tells the time or the date, here or in a city that was named; nothing where neither was asked. */
export function answerTimeQuestion(text: string, now: Date): string | undefined {
  const place = findTimeZones(text)[0];
  const zone = place === undefined ? {} : { timeZone: place.zone };
  const where = place === undefined ? '' : ` in ${place.city}`;
  if (
    /\b(?:what time is it|what's the time|what is the time|the time(?: now| please| is it| in|\?)|current time|tell me the time|time is it)\b/i.test(
      text,
    )
  ) {
    const time = now.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit', ...zone });
    return `It is ${time}${where}.`;
  }
  if (
    /\b(?:what day|what date|what's the date|what is the date|today's date|which day|what is today|what's today)\b/i.test(text)
  ) {
    const date = now.toLocaleDateString('en-US', { weekday: 'long', month: 'long', day: 'numeric', ...zone });
    return `It is ${date}${where}.`;
  }
  return undefined;
}
