/** @file What a package says of itself: `manifest.json`, `SHA256SUMS`, a page to read (docs/format.md §10.2). Pure; runs in the engine. */
import * as v from 'valibot';
import { PublicKeys } from '../../../shared/contract/sharing.ts';

export const manifestName = 'manifest.json';
export const signatureName = `${manifestName}.minisig`;
export const sumsSignatureName = 'SHA256SUMS.minisig';
export const senderName = 'sender.pub';
export const readmeName = 'README.txt';
export const longestManifest = 64 * 1024 * 1024;
export const longestSignature = 16 * 1024;

const format = 'lightproof/1 package';
const Instant = v.pipe(v.string(), v.isoTimestamp());
const Bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Sum = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const FileEntry = v.object({
  path: v.pipe(v.string(), v.maxLength(4096)),
  name: v.pipe(v.string(), v.maxLength(1024)),
  bytes: Bytes,
  sha256: Sum,
  capturedAt: v.optional(v.pipe(v.string(), v.maxLength(64))),
  /** Of a Live Photo's film: path of its picture. */
  filmOf: v.optional(v.pipe(v.string(), v.maxLength(4096))),
});
export type FileEntry = v.InferOutput<typeof FileEntry>;

const Manifest = v.object({
  format: v.literal(format),
  sent: Instant,
  from: v.nullable(v.object({ name: v.pipe(v.string(), v.maxLength(200)), keys: PublicKeys })),
  /** SHA-256 of each recipient's text: a signed package that is passed on to somebody else tells so. */
  to: v.pipe(v.array(Sum), v.maxLength(256)),
  note: v.pipe(v.string(), v.maxLength(10_000)),
  files: v.array(FileEntry),
});
export type Manifest = v.InferOutput<typeof Manifest>;

export function manifestText(manifest: Omit<Manifest, 'format'>): string {
  return `${JSON.stringify({ format, ...manifest }, null, 1)}\n`;
}

/** null: it is no manifest of ours. */
export function readManifest(bytes: Buffer): Manifest | null {
  try {
    const parsed = v.safeParse(Manifest, JSON.parse(bytes.toString('utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Whether it claims to be one, whatever else it says. */
export function claimsManifest(bytes: Buffer): boolean {
  return bytes.subarray(0, 4096).toString('utf8').includes(`"${format}"`);
}

/** The page beside the photos. @param signing the line of the sender's minisign key; null: not signed */
export function readmeText(file: string, from: string | null, signing: string | null): string {
  // As an argument of a shell, and never as an option.
  const quoted = `'${file.replace(/^-/u, './-').replace(/'/gu, `'\\''`)}'`;
  const checked =
    signing === null
      ? ['This package is not signed: nothing proves who made it.', '']
      : [
          `To see that it is from ${from ?? 'its sender'} and unchanged (the key after -P must be the one you know`,
          'to be theirs: compare it with what they gave you, not with this page):',
          '',
          `  minisign -V -P ${signing} -m manifest.json`,
          `  minisign -V -P ${signing} -m SHA256SUMS`,
          '',
        ];
  return [
    'Photos sent with Lightproof. In Lightproof: Receive, and choose the file.',
    'Without it, three tools that come with most systems open it as well:',
    '',
    `  age -d -i your-key.txt ${quoted} | tar -xf -      # sent to your key`,
    `  age -d ${quoted} | tar -xf -                      # sent with a passphrase`,
    '',
    'Then, in the folder that this has made:',
    '',
    '  sha256sum -c SHA256SUMS',
    '',
    ...checked,
    'manifest.json lists every file with its name, length, date and SHA-256.',
    '',
  ].join('\n');
}
