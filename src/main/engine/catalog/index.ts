/** @file The catalogue's face: the only room that knows SQLite (docs/format.md §5). Runs in the engine. */
export {
  Catalog,
  createCatalog,
  openCatalog,
  type CatalogChange,
  type Change,
  type Thumbnail,
} from './catalog.ts';
export type {
  AlbumRecord,
  ExposureRecord,
  ImportCounts,
  ImportRecord,
  ObjectOf,
  ObjectRecord,
  PageRecord,
  PhotoProblem,
  PhotoRecord,
  ResultLine,
  SettingsRecord,
} from './records.ts';
