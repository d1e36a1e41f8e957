/** @file What the catalogue's cells hold, as JSON (docs/format.md §5.4, §5.5). Runs in the engine. */
import type { ErrorCode, ErrorValue } from '../../../shared/errors.ts';
import type { Id, Problem, ResultKind } from '../../../shared/contract.ts';
import type { PublicKeys, Signer } from '../../../shared/contract/sharing.ts';

/** Why a photo is kept without a preview, or with one made from a damaged file. */
export type PhotoProblem = Extract<
  ErrorCode,
  | 'picture-damaged'
  | 'picture-truncated'
  | 'picture-unsupported'
  | 'picture-too-large'
  | 'picture-timeout'
  | 'decoder-crashed'
>;

export interface ExposureRecord {
  readonly seconds?: number;
  readonly fNumber?: number;
  readonly iso?: number;
  readonly focalLengthMm?: number;
  readonly focalLength35Mm?: number;
}

/** A photo (§5.4). Absent fields are unknown or no. Records are never changed in place: a change is a new record. */
export interface PhotoRecord {
  readonly blob: Id;
  readonly name: string;
  readonly bytes: number;
  readonly digest: string;
  readonly mime: string;
  readonly width?: number;
  readonly height?: number;
  readonly capturedAt?: string;
  readonly modifiedAt?: string;
  readonly importedAt: string;
  readonly import: Id;
  readonly camera?: string;
  readonly lens?: string;
  readonly exposure?: ExposureRecord;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly altitude?: number;
  readonly animated?: true;
  readonly title?: string;
  /** In seconds. */
  readonly duration?: number;
  /** Shared by the picture and the film of a Live Photo. */
  readonly pairId?: string;
  readonly color?: number;
  readonly thumbhash?: string;
  /** What it looks like, 16 bytes as base64; empty: there is nothing to tell it by. */
  readonly look?: string;
  readonly thumb?: number;
  readonly preview?: { readonly blob: Id; readonly bytes: number; readonly mime: string };
  /** The film of a Live Photo. */
  readonly pair?: {
    readonly blob: Id;
    readonly name: string;
    readonly bytes: number;
    readonly digest: string;
    readonly mime: string;
  };
  /** A film lies in the picture's own file (media/motion.ts). Not noted by earlier versions. */
  readonly motion?: true;
  readonly problem?: PhotoProblem;
  readonly albums?: readonly Id[];
  readonly favourite?: true;
  readonly caption?: string;
  readonly tags?: readonly string[];
  /** 1–5 stars. */
  readonly rating?: number;
  /** Degrees clockwise that somebody has turned it by. */
  readonly turn?: 90 | 180 | 270;
  /** Out of the timeline. */
  readonly archived?: true;
  /** Told of only while somebody has entered the passphrase once more. */
  readonly hidden?: true;
  /** What the file says where date or place were changed: present only then, and complete. */
  readonly original?: Pick<PhotoRecord, 'capturedAt' | 'latitude' | 'longitude' | 'altitude'>;
  readonly trashedAt?: string;
}

export interface AlbumRecord {
  readonly type: 'album';
  readonly name: string;
  /** The photo chosen to stand for it. */
  readonly cover?: Id;
  /** The album it lies in. */
  readonly parent?: Id;
  /** Absent: the newest photo first. */
  readonly sort?: 'oldest' | 'name' | 'own';
  /** As somebody has put its photos, shown when `sort` says so. Photos that are not in it do not count. */
  readonly order?: readonly Id[];
  readonly created: string;
}

/** A search that was kept, under a name. */
export interface SearchRecord {
  readonly type: 'search';
  readonly name: string;
  readonly query: string;
  readonly created: string;
}

/** Photos that look alike and are not the same: they are not shown together again. */
export interface DifferentRecord {
  readonly type: 'different';
  readonly photos: readonly Id[];
  readonly created: string;
}

/** Somebody else's public keys, under a name (docs/format.md §10.1). */
export interface PersonRecord {
  readonly type: 'person';
  readonly name: string;
  readonly keys: PublicKeys;
  readonly created: string;
}

/** Where the photos of an import came from that was no folder (docs/format.md §10.3). */
export interface PackageRecord {
  /** The file's name. */
  readonly file: string;
  readonly signer: Exclude<Signer, 'wrong'>;
  /** Of the person known when it was received, or what the package said. */
  readonly name?: string;
  /** The line of minisign's key that has signed it. */
  readonly key?: string;
  readonly sent?: string;
  readonly note?: string;
}

export interface ImportCounts {
  readonly imported: number;
  readonly duplicate: number;
  readonly skipped: number;
  readonly failed: number;
  /** Absent in imports of versions that did not count them. */
  readonly attached?: number;
  readonly bytes: number;
}

/** One import (§5.5). `running` and `paused` in a vault just unlocked mean that it was interrupted. */
export interface ImportRecord {
  readonly type: 'import';
  readonly started: string;
  readonly finished?: string;
  readonly state: 'running' | 'paused' | 'done' | 'cancelled' | 'stopped';
  /** Absolute paths; those that are not UTF-8 as `{ raw: base64 }`. */
  readonly sources: readonly (string | { readonly raw: string })[];
  readonly total: { readonly files: number; readonly bytes: number };
  readonly counts: ImportCounts;
  readonly seconds: number;
  readonly error?: ErrorValue;
  readonly album?: Id;
  /** The watched folder that it is from: its lines are what is known of that folder, and it is never resumed. */
  readonly watched?: Id;
  /** What was dropped into the vault while it was locked: never resumed, the rest of it comes with the next. */
  readonly dropped?: true;
  /** The package it is from: never resumed, since nothing of it is kept but this. */
  readonly package?: PackageRecord;
  readonly pages: readonly Id[];
  /** When its failures were last tried again. */
  readonly retried?: string;
  /** A repair could not bring back all lines. */
  readonly incomplete?: true;
}

/** Sealing anew that is not done (docs/format.md §7.2, §7.3). */
export interface ResealingRecord {
  readonly scope: 'catalogue' | 'everything';
  /** Blobs that were replaced, or were about to be written in the place of others: those no photo mentions are to be removed. */
  readonly blobs?: readonly Id[];
  /** Blobs written anew so far. */
  readonly done?: number;
}

/** A folder whose new files are imported while the vault is open. */
export interface WatchedRecord {
  readonly id: Id;
  /** Absolute. */
  readonly path: string;
}

export interface SettingsRecord {
  readonly type: 'settings';
  readonly watched?: readonly WatchedRecord[];
  readonly resealing?: ResealingRecord;
  /** `list`: what was found, the first 100. */
  readonly verified?: { readonly at: string; readonly problems: number; readonly list?: readonly Problem[] };
}

export type ObjectRecord =
  AlbumRecord | DifferentRecord | ImportRecord | PersonRecord | SearchRecord | SettingsRecord;
export type ObjectOf<T extends ObjectRecord['type']> = Extract<ObjectRecord, { type: T }>;

/** The result of one file of an import. */
export interface ResultLine {
  readonly path: string;
  /** base64 of the path where it is not UTF-8. */
  readonly raw?: string;
  readonly bytes?: number;
  /** Modification time of the source, ms since 1970; with path and bytes it recognises a file already dealt with. */
  readonly modified?: number;
  readonly result: ResultKind;
  readonly reason?: ErrorCode;
  readonly photo?: Id;
  /** Of what was attached: the name of the file it belongs to. */
  readonly partOf?: string;
  /** A failure that was tried again: a later line tells what became of the file, and this one counts no more. */
  readonly retried?: true;
  /** What became of a file that had failed before. */
  readonly again?: true;
}

export interface PageRecord {
  readonly import: Id;
  readonly items: readonly ResultLine[];
}

/** Tells whether an opened cell has what every photo has. Cells are authenticated; this catches a writer's bug, not an attacker. */
export function isPhotoRecord(value: unknown): value is PhotoRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { blob, name, bytes, digest, mime, importedAt } = value as Partial<PhotoRecord>; // every field is looked at below
  return (
    typeof blob === 'string' &&
    typeof name === 'string' &&
    typeof bytes === 'number' &&
    typeof digest === 'string' &&
    typeof mime === 'string' &&
    typeof importedAt === 'string'
  );
}

const objectTypes = new Set(['album', 'different', 'import', 'person', 'search', 'settings']);

export function isObjectRecord(value: unknown): value is ObjectRecord {
  return (
    typeof value === 'object' && value !== null && 'type' in value && objectTypes.has(String(value.type))
  );
}

export function isPageRecord(value: unknown): value is PageRecord {
  return typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items);
}
