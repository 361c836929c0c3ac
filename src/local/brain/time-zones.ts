import { capitalised, wordsOf } from './words.js';

/** Places with one time zone that is not named after them. */
const ALSO: Readonly<Record<string, string>> = {
  'America/Buenos_Aires': 'buenos aires',
  'America/Chicago': 'houston,dallas',
  'America/Los_Angeles': 'san francisco,seattle,california',
  'America/New_York': 'boston,washington,miami,new york city',
  'America/Sao_Paulo': 'rio de janeiro',
  'Asia/Kathmandu': 'kathmandu',
  'Asia/Kolkata': 'kolkata,india,mumbai,delhi',
  'Asia/Seoul': 'korea',
  'Asia/Shanghai': 'china,beijing',
  'Asia/Tokyo': 'japan,osaka',
  'Europe/Berlin': 'germany,munich,munchen,hamburg,cologne,koln',
  'Europe/Lisbon': 'lisboa',
  'Europe/London': 'england,united kingdom',
  'Europe/Madrid': 'spain,barcelona',
  'Europe/Paris': 'france',
  'Europe/Rome': 'italy,roma,milan',
  'Europe/Vienna': 'wien',
  'Europe/Zurich': 'geneva',
};

const zones = Intl.supportedValuesOf('timeZone').filter((zone) => /^(?!Etc|Indian\/Christmas|Pacific\/Easter).+\//.test(zone));
const byPlace = new Map([
  ...zones.map((zone): [string, string] => [plain(zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')), zone]),
  ...Object.entries(ALSO).flatMap(([zone, places]) => places.split(',').map((place): [string, string] => [place, zone])),
]);

/** The IANA time zone of `place`, such as "Paris" or "Paris, France"; `undefined` where it is unknown or contradictory. */
export function resolveTimeZone(place: string): string | undefined {
  const [first = '', ...regions] = place.split(',').map((part) => plain(part).replace(/^the /, ''));
  const zone = byPlace.get(first);
  const agrees = (region: string): boolean => byPlace.get(region) === zone || plain(zone ?? '').startsWith(`${region}/`);
  return regions.every(agrees) ? zone : undefined;
}

export interface FoundZone {
  readonly zone: string;
  readonly city: string;
}

/** The time zones of all cities named in `text`, each once. Paris in "Paris, Texas" is not the one that is known. */
export function findTimeZones(text: string): FoundZone[] {
  const words = wordsOf(text);
  const found: FoundZone[] = [];
  for (let at = 0; at < words.length; at += 1) {
    for (const length of [3, 2, 1]) {
      const name = words.slice(at, at + length).join(' ');
      const zone = byPlace.get(plain(name));
      if (zone === undefined || at + length > words.length) continue;
      const region = /^, (\p{Lu}\p{L}+)/u.exec(text.slice(text.toLowerCase().indexOf(name) + name.length))?.[1];
      const isKnown = region === undefined || byPlace.has(plain(region)) || resolveTimeZone(`${name},${region}`) !== undefined;
      if (isKnown && found.every((other) => other.zone !== zone)) found.push({ zone, city: capitalised(name) });
      at += length - 1;
      break;
    }
  }
  return found;
}

/** In lower case and without accents. */
function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
}
