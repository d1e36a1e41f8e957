/** @file The way to an album that lies in others, as one text (docs/sidecars.md). Pure; runs in the engine. */

/** Names from the outermost album inwards, at least one. */
export type AlbumPath = readonly string[];

/** `Travel/Italy/Rome`; a slash or backslash in a name stands behind a backslash. */
export function writtenPath(path: AlbumPath): string {
  return path.map((name) => name.replace(/[\\/]/gu, '\\$&')).join('/');
}

/** What `writtenPath` wrote. */
export function readPath(text: string): AlbumPath {
  const names = [''];
  for (const [piece] of text.matchAll(/\\.|[^\\]|\\$/gsu)) {
    if (piece === '/') names.push('');
    else
      names.push(
        `${names.pop() ?? ''}${piece.length > 1 && piece.startsWith('\\') ? piece.slice(1) : piece}`,
      );
  }
  return names;
}
