/** @file The blobs that a photo's record mentions (docs/format.md §5.4): whoever counts, checks, copies or removes a photo's files asks here. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { PhotoRecord } from './records.ts';

export interface MentionedBlob {
  /** As its capsule says (docs/format.md §4.4). */
  readonly kind: 'original' | 'preview' | 'pair';
  readonly blob: Id;
  /** Of its content. */
  readonly bytes: number;
  /** Of its content; null where the record does not say. */
  readonly digest: string | null;
}

export function blobsOf({ blob, bytes, digest, preview, pair }: PhotoRecord): MentionedBlob[] {
  const mentioned: MentionedBlob[] = [{ kind: 'original', blob, bytes, digest }];
  if (preview) mentioned.push({ kind: 'preview', blob: preview.blob, bytes: preview.bytes, digest: null });
  if (pair) mentioned.push({ kind: 'pair', blob: pair.blob, bytes: pair.bytes, digest: pair.digest });
  return mentioned;
}

/** How many these are: asked of every photo when a vault is opened. */
export function countBlobs({ preview, pair }: PhotoRecord): number {
  return 1 + (preview ? 1 : 0) + (pair ? 1 : 0);
}

/** The record with another blob in the place of one of its own; null when it does not mention that one. */
export function withBlob(
  record: PhotoRecord,
  kind: MentionedBlob['kind'],
  old: Id,
  next: Id,
): PhotoRecord | null {
  const { preview, pair } = record;
  if (kind === 'original') return record.blob === old ? { ...record, blob: next } : null;
  if (kind === 'preview')
    return preview?.blob === old ? { ...record, preview: { ...preview, blob: next } } : null;
  return pair?.blob === old ? { ...record, pair: { ...pair, blob: next } } : null;
}
