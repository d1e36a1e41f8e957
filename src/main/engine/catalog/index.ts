/** @file The catalogue's face: the only room that knows SQLite (docs/format.md §5). Runs in the engine. */
export { Catalog, createCatalog, openCatalog, type CatalogEntries } from './catalog.ts';
export type { Thumbnail } from './cell.ts';
export type { Change } from './change.ts';
export { asLogRecord, LogChain, type LogRecord } from './log-chain.ts';
export { ForeignEpochs } from './foreign-epochs.ts';
export type { Entry } from './memory.ts';
export { salvageCatalog, type Salvage } from './salvage.ts';
export type {
  AlbumRecord,
  ExposureRecord,
  ImportCounts,
  ImportRecord,
  ObjectRecord,
  PageRecord,
  PhotoProblem,
  PhotoRecord,
  ResealingRecord,
  ResultLine,
} from './records.ts';
export { isObjectRecord, isPhotoRecord } from './records.ts';
