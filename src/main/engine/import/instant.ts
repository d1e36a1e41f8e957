/** @file Times as they are stored: instants in UTC, to the millisecond. Runs in the engine. */

/** `YYYY-MM-DDTHH:mm:ss.sssZ`; undefined for times no such text can hold (a file's date may be anything). */
export function instantOf(ms: number): string | undefined {
  const time = new Date(ms);
  const year = time.getUTCFullYear(); // NaN where the time is out of range
  return year >= 0 && year <= 9999 ? time.toISOString() : undefined;
}

export function now(): string {
  return new Date().toISOString();
}
