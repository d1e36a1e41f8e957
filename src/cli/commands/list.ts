/** @file `list <vault>`: every photo, newest first, those in the trash included and marked; with `--hidden` the hidden ones after them. Plain Node. */
import type { PhotoDetails } from '../../shared/contract.ts';
import { columnId, readColumns } from '../../shared/columns.ts';
import type { Output } from '../output.ts';
import type { CommonOptions, HiddenOption } from '../options.ts';
import { withSession, type Session } from '../session.ts';

export function listCommand(
  output: Output,
  options: CommonOptions & HiddenOption,
  vault = '',
): Promise<number> {
  return withSession(output, async (session) => {
    await session.unlock(vault, options);
    const columns = readColumns((await session.call('library.index', {})).columns);
    const shown = Array.from({ length: columns.count }, (_, index) => columnId(columns, index));
    const hidden = new Set(options.hidden === true ? await hiddenPhotos(session) : []);
    for (const id of [...shown, ...hidden]) {
      const photo = await session.call('library.details', { id });
      output.object({ ...listed(photo), ...(hidden.has(id) && { hidden: true }) });
      const pixels = photo.width === null ? '' : `${String(photo.width)}×${String(photo.height)}`;
      output.line([photo.id, photo.capturedAt ?? '-', pixels || '-', photo.name].join('  '));
    }
    return 0;
  });
}

async function hiddenPhotos(session: Session): Promise<string[]> {
  const { ids } = await session.call('search.run', { query: '', scope: { of: 'hidden' } });
  return Buffer.from(ids).toString('hex').match(/.{32}/gu) ?? [];
}

function listed(photo: PhotoDetails): Record<string, unknown> {
  const { id, name, bytes, digest, type, width, height, capturedAt, camera, latitude, longitude } = photo;
  const { title, caption, tags, rating, duration } = photo;
  const albums = photo.albums.map((album) => album.name);
  const trashed = photo.trashed !== null;
  return {
    id,
    name,
    bytes,
    digest,
    type,
    width,
    height,
    capturedAt,
    camera,
    latitude,
    longitude,
    title,
    caption,
    tags,
    rating,
    duration,
    albums,
    trashed,
  };
}
