/** @file What a capture time becomes when it is shifted, set, or told by the clock of another time zone or region (docs/format.md §5.4). */
import type { DateChange } from '../../../shared/contract/organising.ts';

const minute = 60_000;
const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

/** The same text where it cannot be changed so: none to shift, or a year that is not written in four digits. */
export function changedDate(
  capturedAt: string | undefined,
  change: Exclude<DateChange, { kind: 'original' }>,
): string | undefined {
  if (change.kind === 'set') return change.to;
  const [, wall, fraction = '', offset = ''] = pattern.exec(capturedAt ?? '') ?? [];
  if (wall === undefined) return capturedAt;
  const time = Date.parse(`${wall}Z`);
  if (change.kind === 'shift') return written(time + change.minutes * minute, fraction, offset) ?? capturedAt;
  const zoneMinutes = change.kind === 'zone' ? change.minutes : regionMinutes(change.region, time, offset);
  const zone = zoneText(zoneMinutes);
  // Without a zone the clock stays: that it was this zone's is what was missing.
  const moved = offset === '' ? time : time + (zoneMinutes - minutesOf(offset)) * minute;
  return written(moved, fraction, zone) ?? capturedAt;
}

/** Whether there is a region of this name whose clock is known. */
export function isRegion(region: string): boolean {
  try {
    clockOf(region);
    return true;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return false;
  }
}

/** How far a region's clock was ahead of UTC when a photo was taken. `time`: of the photo's own clock, as if it were UTC. */
function regionMinutes(region: string, time: number, offset: string): number {
  if (offset !== '') return aheadAt(region, time - minutesOf(offset) * minute);
  // That clock is meant: nearly right first, and from there exactly. An hour that is skipped in spring counts as one later.
  return aheadAt(region, time - aheadAt(region, time) * minute);
}

/** Minutes that a region's clock is ahead of UTC at an instant. */
function aheadAt(region: string, instant: number): number {
  const name = clockOf(region)
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value;
  // “GMT”, “GMT-03:30”; before there were zones, with seconds.
  const text = /^GMT([+-]\d\d:\d\d)/.exec(name ?? '')?.[1];
  return text === undefined ? 0 : minutesOf(text);
}

let clock: { readonly region: string; readonly format: Intl.DateTimeFormat } | null = null;

/** The last one is kept: 10,000 photos are told by the same. @throws RangeError for a region that there is not */
function clockOf(region: string): Intl.DateTimeFormat {
  if (clock?.region !== region)
    clock = {
      region,
      format: new Intl.DateTimeFormat('en', { timeZone: region, timeZoneName: 'longOffset' }),
    };
  return clock.format;
}

/** Whether there is such a moment: 31 February is none. */
export function isDate(text: string): boolean {
  const [, wall] = pattern.exec(text) ?? [];
  return wall !== undefined && written(Date.parse(`${wall}Z`), '', '') === wall;
}

function written(time: number, fraction: string, offset: string): string | undefined {
  if (!Number.isFinite(time)) return undefined;
  const text = new Date(time).toISOString();
  return /^\d{4}-/.test(text) ? `${text.slice(0, 19)}${fraction}${offset}` : undefined;
}

function minutesOf(offset: string): number {
  if (offset === 'Z') return 0;
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function zoneText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
