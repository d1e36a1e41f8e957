/** @file `SHA256SUMS`: what was written, in the format of GNU coreutils, for `sha256sum -c`. Pure; runs in the engine. */

export const sumsName = 'SHA256SUMS';

/** Paths with `/`, relative to the folder the list is in, in their order; '' when there are none. */
export function sumsText(sums: ReadonlyMap<string, string>): string {
  return [...sums]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, digest]) => line(path, digest))
    .join('');
}

/** A backslash in front says that backslashes, line feeds and carriage returns of the name are written as two characters. */
function line(path: string, digest: string): string {
  const escaped = path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `${escaped === path ? '' : '\\'}${digest}  ${escaped}\n`;
}
