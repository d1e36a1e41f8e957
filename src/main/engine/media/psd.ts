/** @file How much of a layered picture tells about it; engine process. */
import type { ReadAt } from './film.ts';

const headerBytes = 26;
/** No resources are longer, unless the file is not what it says. */
const longestHead = 16 * 1024 * 1024;

export const layeredMime = 'image/vnd.adobe.photoshop';

/**
 * Header, colours and resources of a Photoshop file, where size, EXIF and XMP are; the layers and the picture behind them, most of the
 * file, are decoded by nobody here. https://www.adobe.com/devnet-apps/photoshop/fileformatashtml/
 * @throws what `read` throws
 */
export async function psdHead(read: ReadAt): Promise<Uint8Array> {
  let end = headerBytes;
  for (const _section of ['colours', 'resources']) {
    const length = Buffer.from(end + 4 <= longestHead ? await read(end, 4) : []);
    if (length.length < 4) break;
    end += 4 + length.readUInt32BE(0);
  }
  return read(0, Math.min(end, longestHead));
}
