import { wordsOf } from './words.js';

/** Cities and countries that people ask for but that give no zone its name. */
const ALSO: Readonly<Record<string, string>> = {
  'san francisco': 'America/Los_Angeles',
  seattle: 'America/Los_Angeles',
  california: 'America/Los_Angeles',
  boston: 'America/New_York',
  washington: 'America/New_York',
  miami: 'America/New_York',
  houston: 'America/Chicago',
  dallas: 'America/Chicago',
  munich: 'Europe/Berlin',
  hamburg: 'Europe/Berlin',
  germany: 'Europe/Berlin',
  france: 'Europe/Paris',
  spain: 'Europe/Madrid',
  italy: 'Europe/Rome',
  england: 'Europe/London',
  'united kingdom': 'Europe/London',
  milan: 'Europe/Rome',
  barcelona: 'Europe/Madrid',
  geneva: 'Europe/Zurich',
  japan: 'Asia/Tokyo',
  osaka: 'Asia/Tokyo',
  india: 'Asia/Kolkata',
  mumbai: 'Asia/Kolkata',
  delhi: 'Asia/Kolkata',
  china: 'Asia/Shanghai',
  beijing: 'Asia/Shanghai',
  korea: 'Asia/Seoul',
  'rio de janeiro': 'America/Sao_Paulo',
};

const byCity = new Map<string, string>([
  ...Intl.supportedValuesOf('timeZone')
    .filter((zone) => zone.includes('/') && !zone.startsWith('Etc/'))
    .map((zone): [string, string] => [cityOf(zone), zone]),
  ...Object.entries(ALSO),
]);

export interface FoundZone {
  readonly zone: string;
  /** As a person writes it. */
  readonly city: string;
}

/** The IANA time zones of the cities named in `text`. */
export function findTimeZones(text: string): FoundZone[] {
  const words = wordsOf(text);
  const found: FoundZone[] = [];
  for (let at = 0; at < words.length; at += 1) {
    for (const length of [3, 2, 1]) {
      const name = words.slice(at, at + length).join(' ');
      const zone = byCity.get(name);
      if (zone === undefined || at + length > words.length) continue;
      found.push({ zone, city: name.replace(/\b(?!de\b)\w/g, (letter) => letter.toUpperCase()) });
      at += length - 1;
      break;
    }
  }
  return found;
}

function cityOf(zone: string): string {
  return zone
    .slice(zone.lastIndexOf('/') + 1)
    .replaceAll('_', ' ')
    .toLowerCase();
}
