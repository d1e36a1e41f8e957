/** What the package's file holds, in short: taken from the file itself it would be a type of 700 kB. */
declare module 'world-atlas/countries-50m.json' {
  import type { GeometryCollection, Topology } from 'topojson-specification';
  const topology: Topology<{ countries: GeometryCollection<{ name: string }>; land: GeometryCollection }>;
  // eslint-disable-next-line no-restricted-syntax -- a file of JSON has no names
  export default topology;
}
