/** @file Of a layered picture the decoder is sent what tells about it, however long the layers are. */
import { expect, it } from 'vitest';
import { readAtOf } from '../../src/main/engine/media/film.ts';
import { psdHead } from '../../src/main/engine/media/psd.ts';

/** Header, two sections of these lengths, layers. */
function layered(colours: number, resources: number, layers: number): Buffer {
  const bytes = Buffer.alloc(26 + 4 + colours + 4 + resources + layers, 7);
  bytes.write('8BPS\0\u0001', 'latin1');
  bytes.writeUInt32BE(colours, 26);
  bytes.writeUInt32BE(resources, 30 + colours);
  return bytes;
}

const headOf = (bytes: Uint8Array): Promise<Uint8Array> => psdHead(readAtOf(bytes));

it('ends with the resources', async () => {
  expect(await headOf(layered(0, 0, 1_000_000))).toHaveLength(34);
  expect(await headOf(layered(768, 5000, 1_000_000))).toHaveLength(26 + 4 + 768 + 4 + 5000);
});

it('is never longer than the file, nor than 16 MiB, whatever the lengths say', async () => {
  const mad = layered(0, 0, 100);
  mad.writeUInt32BE(0xffff_ffff, 30);
  expect(await headOf(mad)).toHaveLength(mad.length);
  mad.writeUInt32BE(0xffff_fff0, 26);
  expect(await headOf(mad)).toHaveLength(mad.length);
  const long = layered(0, 0, 20 * 1024 * 1024);
  long.writeUInt32BE(0xffff_ffff, 30);
  expect(await headOf(long)).toHaveLength(16 * 1024 * 1024);
  expect(await headOf(Buffer.from('8BPS\0\u0001', 'latin1'))).toHaveLength(6);
});
