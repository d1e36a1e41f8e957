/** @file Dates as cameras write them; decoder process. */

/**
 * `2008:10:22 16:28:39` → `2008-10-22T16:28:39`, also with fractions of a second and an offset from UTC, inside the text (XMP)
 * or beside it (EXIF). Null for dates that do not exist, like 0000:00:00.
 */
export function captureDate(
  date: string | null,
  fraction: string | null,
  offset: string | null,
): string | null {
  const parts =
    /^(\d{4})[:\-/.](\d{2})[:\-/.](\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/u.exec(
      date ?? '',
    );
  if (!parts) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00', inText, zone] = parts;
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  // Feb 30 and 25:00 either do not parse or become another moment. Photographs are as old as 1826.
  const moment = new Date(`${written}Z`);
  if (Number(year) < 1826 || Number.isNaN(moment.getTime())) return null;
  if (moment.toISOString().slice(0, 19) !== written) return null;
  const digits = inText ?? /^\d{1,9}$/u.exec(fraction ?? '')?.[0];
  return (
    written +
    (digits === undefined ? '' : `.${digits.slice(0, 3).padEnd(3, '0')}`) +
    utcOffset(zone ?? offset)
  );
}

/** `+02:00`; nothing when there is none or it is out of range (−12:00 to +14:00). */
function utcOffset(offset: string | null): string {
  if (offset === 'Z') return '+00:00';
  const parts = /^([+-])(\d{2}):?(\d{2})$/u.exec(offset ?? '');
  if (!parts) return '';
  const [, sign = '+', hours = '', rest = ''] = parts;
  const minutes = Number(hours) * 60 + Number(rest);
  return Number(rest) < 60 && minutes <= (sign === '-' ? 12 : 14) * 60 ? `${sign}${hours}:${rest}` : '';
}

const QUARTER = 15 * 60_000;
/** The clock of a camera is a little off, and a fix a little old. */
const SLACK = 2 * 60_000;
/** Zones follow the sun, but for politics and daylight saving time. */
const MOST_OFF_THE_SUN = 4 * 3_600_000;
const HALF_A_DAY = 12 * 3_600_000;
/** Degrees: the easternmost of the islands that are a day ahead, Kiribati’s, lies at 150° west. */
const DATE_LINE_BEGINS = -150;

/**
 * A local time without offset gets the one that makes it the same moment as `utc`, where that is a time zone that fits the longitude.
 * @param utc time of the satellites, milliseconds since 1970
 */
export function withOffsetOf(
  local: string | null,
  utc: number | null,
  longitude: number | null,
): string | null {
  if (local === null || utc === null || /[+-]\d\d:\d\d$/u.test(local)) return local;
  const difference = Date.parse(`${local}Z`) - utc;
  const offset = Math.round(difference / QUARTER) * QUARTER;
  if (Math.abs(difference - offset) > SLACK) return local;
  if (longitude !== null && !followsTheSun(offset, longitude)) return local;
  const minutes = Math.abs(offset) / 60_000;
  const two = (amount: number): string => String(amount).padStart(2, '0');
  return local + utcOffset(`${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`);
}

/** Where the date line leaves the antimeridian, islands in the west have the date of the east: +13 and more are a day ahead of the sun. */
function followsTheSun(offset: number, longitude: number): boolean {
  const sun = (longitude / 15) * 3_600_000;
  const off =
    offset > HALF_A_DAY && longitude < DATE_LINE_BEGINS ? offset - 2 * HALF_A_DAY - sun : offset - sun;
  return Math.abs(off) <= MOST_OFF_THE_SUN;
}
