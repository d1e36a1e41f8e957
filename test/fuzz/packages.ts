/** @file Readers of what other people send: packages, their keys; and of what a page seals for the engine. */
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { SecretKeys } from '../../src/main/engine/services/secret-keys.ts';
import { longestHeader, makeHeader, openHeader } from '../../src/main/engine/sharing/age-header.ts';
import { readManifest } from '../../src/main/engine/sharing/manifest.ts';
import { readKeys, wordsFor } from '../../src/main/engine/sharing/public-keys.ts';
import { readTar } from '../../src/main/engine/sharing/tar-read.ts';
import { tarEnd, tarHeader, tarPadding } from '../../src/main/engine/sharing/tar-write.ts';
import { CodedError } from '../../src/shared/errors.ts';
import type { Target } from './target.ts';

const isOf =
  (kind: string) =>
  (error: unknown): boolean =>
    error instanceof CodedError && error.code.startsWith(kind);

export async function ofPackages(): Promise<Target[]> {
  const identity = await generateIdentity();
  const recipient = await identityToRecipient(identity);
  const { header, key } = await makeHeader({ recipients: [recipient] });
  key.dispose();
  const signer = `RW${Buffer.alloc(40, 7).toString('base64')}`.slice(0, 56);
  const content = Buffer.from('a picture');
  const entries = ['photos/a.jpg', `photos/${'ü'.repeat(120)}.jpg`].map((path) => {
    const head = tarHeader({ path, bytes: content.byteLength, modified: 1.7e12 });
    return Buffer.concat([head, content, tarPadding(content.byteLength)]);
  });
  const manifest = {
    format: 'lightproof/1 package',
    sent: '2026-01-01T00:00:00.000Z',
    from: { name: 'Ada', keys: { hybrid: null, x25519: recipient, signing: null } },
    to: ['a'.repeat(64)],
    note: 'from the lake',
    files: [{ path: 'photos/a.jpg', name: 'a.jpg', bytes: 9, sha256: 'b'.repeat(64) }],
  };
  return [
    {
      name: 'head of a package',
      seeds: [header],
      share: 0.4,
      run: async (bytes) => {
        const opened = await openHeader(bytes.subarray(0, longestHeader + 16), {
          identities: [identity],
          passphrase: null,
        });
        opened.key.dispose();
        // Its MAC covers everything but the nonce behind it.
        if (!bytes.subarray(0, opened.at - 16).equals(header.subarray(0, -16)))
          throw new Error('a changed head opened');
      },
      may: isOf('package-'),
    },
    {
      name: 'tar of a package',
      seeds: [Buffer.concat([...entries, tarEnd()])],
      share: 2,
      run: async (bytes) => {
        withSums(bytes);
        const read = (start: number, count: number): Promise<Buffer> =>
          Promise.resolve(bytes.subarray(start, start + count));
        for await (const { path, at, bytes: length } of readTar({ bytes: bytes.length, read })) {
          if (path.split('/').some((part) => ['', '.', '..'].includes(part))) throw new Error('a way out');
          if (at + length > bytes.length) throw new Error('more than there is');
        }
      },
      may: isOf('package-'),
    },
    { name: 'manifest', seeds: [Buffer.from(JSON.stringify(manifest))], share: 2, run: readManifest },
    {
      name: 'public keys of people',
      seeds: [Buffer.from(`Ada\n${recipient}\n${signer}\n`), Buffer.from(`LIGHTPROOF:1::${recipient}:`)],
      share: 2,
      run: (bytes) => wordsFor(readKeys(bytes.toString('utf8'))),
      may: isOf('keys-'),
    },
    await ofPage(),
  ];
}

/** What a page that was taken over may send for a passphrase. */
async function ofPage(): Promise<Target> {
  const keys = new SecretKeys();
  const point = Buffer.from(await keys.give());
  return {
    name: 'sealed secrets',
    seeds: [Buffer.concat([point, Buffer.alloc(1040, 5)])],
    share: 0.4,
    run: async (bytes) => {
      const to = await keys.give();
      const [from, box] = [Uint8Array.from(bytes.subarray(0, 65)), Uint8Array.from(bytes.subarray(65))];
      await keys.open('vault.unlock', { vault: 'v', sealed: { to, from, box } });
      throw new Error('something opened');
    },
    may: isOf('input-invalid'),
  };
}

/** Heads with a right sum: otherwise nothing behind it would ever be read. */
function withSums(tar: Buffer): void {
  for (let at = 0; at + 512 <= tar.length; at += 512) {
    if (tar.toString('latin1', at + 257, at + 262) !== 'ustar') continue;
    tar.fill(' ', at + 148, at + 156);
    const sum = tar.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
    tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
  }
}
