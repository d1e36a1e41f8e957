/** @file What an export was asked for, with everything that was left out filled in. Runs in the engine. */
import type { ExportOptions } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';

export type Options = Required<ExportOptions>;

/** Looks as good as the original at normal sizes, at a fraction of its length. */
const usualQuality = 88;

/** Error: input-invalid, for what does not go together. */
export function completed(asked: ExportOptions = {}): Options {
  const { format = 'original', without = 'nothing', sidecars = false } = asked;
  if (sidecars && without === 'metadata')
    throw new CodedError('input-invalid', { field: 'options.sidecars' });
  return {
    format,
    without,
    otherwise: asked.otherwise ?? 'refuse',
    maxEdge: asked.maxEdge ?? null,
    quality: asked.quality ?? usualQuality,
    layout: asked.layout ?? 'flat',
    sidecars,
    checksums: asked.checksums ?? false,
    // A file's date tells when a photo was taken: without metadata it tells nothing.
    times: asked.times ?? (without === 'metadata' ? 'now' : 'modified'),
  };
}

/** What was written, in a word, for the audit log: `originals`, `no-place`, `no-metadata`, `jpeg`, `webp-no-place` … */
export function whatOf({ format, without }: Options): string {
  const less = without === 'nothing' ? '' : `no-${without}`;
  if (format === 'original') return less === '' ? 'originals' : less;
  return less === '' ? format : `${format}-${less}`;
}
