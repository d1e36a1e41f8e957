/** @file What is typed to change dates and places, read. Runs in the renderer; pure. */
import type { DateChange, PlaceChange } from '../../shared/contract/organising.ts';

/** A region is another way to say a time zone. */
export type DateHow = Exclude<DateChange['kind'], 'region'>;

export interface DateFields {
  readonly how: DateHow;
  readonly days: string;
  readonly hours: string;
  readonly minutes: string;
  /** As a field for date and time gives it: 'YYYY-MM-DDTHH:mm', with seconds or without. */
  readonly moment: string;
  /** Hours from UTC (“2”, “-3.5”, “+05:30”), or a region (“Europe/Berlin”, “new york”). */
  readonly zone: string;
}

/** null: not enough, or nothing that makes sense. */
export function dateChange({ how, days, hours, minutes, moment, zone }: DateFields): DateChange | null {
  switch (how) {
    case 'original':
      return { kind: 'original' };
    case 'shift': {
      const parts = [days, hours, minutes].map((text) => (text.trim() === '' ? 0 : Number(text)));
      const [d = 0, h = 0, m = 0] = parts;
      const sum = Math.round(d * 1440 + h * 60 + m);
      return sum === 0 || !(Math.abs(sum) <= 1e8) ? null : { kind: 'shift', minutes: sum };
    }
    case 'set': {
      if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(moment)) return null;
      return { kind: 'set', to: moment.length === 16 ? `${moment}:00` : moment };
    }
    case 'zone': {
      const offset = zoneMinutes(zone);
      if (offset !== null) return { kind: 'zone', minutes: offset };
      const region = regionCalled(zone);
      return region === null ? null : { kind: 'region', region };
    }
  }
}

/** All that are known, as they are offered: “Europe/Berlin”. */
export const regions: readonly string[] = Intl.supportedValuesOf('timeZone');

/** By the whole name or by its last part, whatever the case; null: there is none. */
function regionCalled(text: string): string | null {
  const typed = text.trim().toLowerCase().replaceAll(' ', '_');
  if (typed === '') return null;
  const lower = regions.map((region) => region.toLowerCase());
  const at = lower.includes(typed)
    ? lower.indexOf(typed)
    : lower.findIndex((region) => region.endsWith(`/${typed}`));
  return regions[at] ?? null;
}

/** Minutes east of Greenwich. */
function zoneMinutes(text: string): number | null {
  const clock = /^\s*([+\-−]?)(\d{1,2}):(\d\d)\s*$/u.exec(text);
  const hours = /^\s*([+\-−]?)(\d{1,2}(?:[.,]\d+)?)\s*$/u.exec(text);
  const sign = (clock ?? hours)?.[1] ?? '';
  const size =
    clock === null
      ? Number(hours?.[2]?.replace(',', '.') ?? NaN) * 60
      : Number(clock[2]) * 60 + Number(clock[3]);
  const minutes = Math.round(size) * (sign === '-' || sign === '−' ? -1 : 1);
  return Math.abs(minutes) <= 1080 ? minutes || 0 : null; // false of NaN
}

export function placeChange(
  how: PlaceChange['kind'],
  latitude: string,
  longitude: string,
): PlaceChange | null {
  if (how !== 'set') return { kind: how };
  // Both typed into the first: with room between them, for a comma alone may be that of a number.
  const both = longitude.trim() === '' && /[\s;]/u.test(latitude.trim()) ? bothOf(latitude) : null;
  const [north, east] = (both ?? [latitude, longitude]).map(degrees);
  if (north === undefined || east === undefined) return null;
  if (north === null || east === null || Math.abs(north) > 90 || Math.abs(east) > 180) return null;
  return { kind: 'set', latitude: north, longitude: east };
}

/** Both of “48.13715, 11.57612”, as maps give them. */
export function bothOf(text: string): readonly [string, string] | null {
  const match = /^\s*([+-]?\d+(?:\.\d+)?)°?\s*[,;\s]\s*([+-]?\d+(?:\.\d+)?)°?\s*$/u.exec(text);
  return match === null ? null : [match[1] ?? '', match[2] ?? ''];
}

function degrees(text: string): number | null {
  const value = /^\s*[+-]?\d+(?:[.,]\d+)?\s*$/u.test(text) ? Number(text.replace(',', '.')) : NaN;
  return Number.isFinite(value) ? value : null;
}
