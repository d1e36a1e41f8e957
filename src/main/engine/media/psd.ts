/** @file How much of a layered picture tells about it; engine process. */

const headerBytes = 26;
/** No resources are longer, unless the file is not what it says. */
const longestHead = 16 * 1024 * 1024;

/**
 * Header, colours and resources of a Photoshop file, where size, EXIF and XMP are; the layers and the picture behind them, most of the
 * file, are decoded by nobody here. https://www.adobe.com/devnet-apps/photoshop/fileformatashtml/
 */
export function psdHead(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = headerBytes;
  for (const _section of ['colours', 'resources'])
    if (end + 4 <= Math.min(bytes.byteLength, longestHead)) end += 4 + view.getUint32(end);
  return bytes.subarray(0, Math.min(end, longestHead));
}
