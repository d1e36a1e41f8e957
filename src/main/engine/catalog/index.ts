/** @file The catalogue's face: the only room that knows SQLite (docs/format.md §5). Runs in the engine. */
export { readPath, writtenPath, type AlbumPath } from './album-path.ts';
export { AlbumTree } from './album-tree.ts';
export { blobsOf, withBlob, type MentionedBlob } from './blobs-of.ts';
export { CatalogAhead } from './ahead.ts';
export type { Catalog } from './catalog.ts';
export type { CatalogEntries } from './catalog-types.ts';
export { createCatalog, openCatalog } from './open-catalog.ts';
export type { Thumbnail } from './cell.ts';
export type { Change } from './change.ts';
export { asLogRecord, LogChain, type LogRecord } from './log-chain.ts';
export { ForeignEpochs } from './foreign-epochs.ts';
export { photoFlagsOf, sortTime } from './photo-facts.ts';
export type { Entry, PhotoRow } from './photo-table.ts';
export { salvageCatalog, type Salvage } from './salvage.ts';
export { noValues, ValueSets } from './value-sets.ts';
export type {
  AlbumRecord,
  ExposureRecord,
  ImportCounts,
  ImportRecord,
  ObjectRecord,
  PackageRecord,
  PageRecord,
  PersonRecord,
  PhotoProblem,
  PhotoRecord,
  ResealingRecord,
  WatchedRecord,
  ResultLine,
  SearchRecord,
} from './records.ts';
export { isObjectRecord, isPhotoRecord } from './records.ts';
