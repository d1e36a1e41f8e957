/** @file A scan of what may be imported: what it has counted, what it found, or why it could not. Runs in the renderer. */
import type { Progress, ScanResult } from '../../shared/contract.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import { call } from '../lib/api.ts';
import type { Place } from '../library/seams.ts';

/** As many sources as one scan takes (`import.scan` in the contract). */
const maxSources = 10_000;

export class Scan {
  progress = $state.raw<Progress<'import.scan'>>({ files: 0, bytes: 0, phase: 'listing' });
  /** Files listed in all, for telling how far comparing is; 0 while they are being listed. */
  listed = $state.raw(0);
  found = $state.raw<ScanResult | null>(null);
  failed = $state.raw<ErrorValue | null>(null);
  #controller = new AbortController();

  /** Scans, afresh when called again. */
  async run(sources: readonly Place[]): Promise<void> {
    this.stop();
    const { signal } = (this.#controller = new AbortController());
    this.progress = { files: 0, bytes: 0, phase: 'listing' };
    this.listed = 0;
    this.found = null;
    this.failed = null;
    if (sources.length > maxSources) {
      this.failed = { code: 'too-large', params: {} };
      return;
    }
    const answer = await call(
      'import.scan',
      { sources: sources.map(({ place }) => place) },
      { signal, onProgress: (progress) => this.#hear(progress) },
    );
    if (signal.aborted) return;
    if (answer.ok) this.found = answer.value;
    else this.failed = answer.error;
  }

  stop(): void {
    this.#controller.abort();
  }

  #hear(progress: Progress<'import.scan'>): void {
    // Comparing counts from the beginning again.
    if (progress.phase === 'comparing' && this.progress.phase === 'listing')
      this.listed = this.progress.files;
    this.progress = progress;
  }
}
