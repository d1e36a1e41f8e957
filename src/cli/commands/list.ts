/** @file `list <vault>`: every photo, newest first, those in the trash included and marked. Plain Node. */
import type { PhotoDetails } from '../../shared/contract.ts';
import { columnId, readColumns } from '../../shared/columns.ts';
import type { Output } from '../output.ts';
import type { CommonOptions } from '../options.ts';
import { withSession } from '../session.ts';

export function listCommand(output: Output, options: CommonOptions, vault = ''): Promise<number> {
  return withSession(output, async (session) => {
    await session.unlock(vault, options);
    const columns = readColumns((await session.call('library.index', {})).columns);
    for (let index = 0; index < columns.count; index += 1) {
      const photo = await session.call('library.details', { id: columnId(columns, index) });
      output.object(listed(photo));
      const pixels = photo.width === null ? '' : `${String(photo.width)}×${String(photo.height)}`;
      output.line([photo.id, photo.capturedAt ?? '-', pixels || '-', photo.name].join('  '));
    }
    return 0;
  });
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
