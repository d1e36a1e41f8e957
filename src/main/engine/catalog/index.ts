/** @file The catalogue's face: the only room that knows SQLite (docs/format.md §5). Runs in the engine. */
export {
  Catalog,
  createCatalog,
  openCatalog,
  type Change,
  type Thumbnail,
} from './catalog.ts';
export type {
  AlbumRecord,
  ExposureRecord,
  ImportCounts,
  ImportRecord,
  PhotoProblem,
  PhotoRecord,
  ResultLine,
} from './records.ts';
