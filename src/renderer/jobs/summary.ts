/** @file What a scan means for the import that would follow; runs in the renderer. No words, no DOM. */
import type { ScanResult } from '../../shared/contract.ts';

export interface ImportSummary {
  /** Everything that is a picture, here already or not. */
  readonly pictures: number;
  /** Pictures that would be added. */
  readonly fresh: number;
  /** Bytes the vault's disk is short of; 0 = enough room. */
  readonly missingBytes: number;
  /** Facts worth a line: those that are not nought, in the order of their weight. */
  readonly facts: readonly { readonly kind: Fact; readonly count: number }[];
}

export type Fact =
  | 'alreadyHere'
  | 'withoutPreview'
  | 'notPictures'
  | 'sidecars'
  | 'links'
  | 'hidden'
  | 'thumbnails'
  | 'system';

export function summarise(scan: ScanResult): ImportSummary {
  const pictures = Math.max(0, scan.files - scan.notPictures - scan.sidecars);
  const fresh = Math.max(0, pictures - scan.alreadyHere);
  const facts: { kind: Fact; count: number }[] = [
    // When all are here already, the headline says so.
    { kind: 'alreadyHere', count: fresh === 0 ? 0 : scan.alreadyHere },
    { kind: 'withoutPreview', count: scan.unsupported },
    { kind: 'notPictures', count: scan.notPictures },
    { kind: 'sidecars', count: scan.sidecars },
    { kind: 'links', count: scan.left.links },
    { kind: 'hidden', count: scan.left.hidden },
    { kind: 'thumbnails', count: scan.left.thumbnails },
    { kind: 'system', count: scan.left.system },
  ];
  return {
    pictures,
    fresh,
    missingBytes: Math.max(0, scan.needsBytes - scan.freeBytes),
    facts: facts.filter(({ count }) => count > 0),
  };
}
