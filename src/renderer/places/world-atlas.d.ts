/** What the package's file holds, in short: taken from the file itself it would be a type of 700 kB. */
declare module 'world-atlas/countries-50m.json' {
  import type { feature } from 'topojson-client';
  const topology: Parameters<typeof feature>[0];
  // eslint-disable-next-line no-restricted-syntax -- a file of JSON has no names
  export default topology;
}
