/**
 * @file Entry of the decoder: a plain Node process without keys, environment or network that turns the bytes of one picture
 * after the other into a thumbnail and facts. Frames in on stdin, frames out on stdout, see src/shared/decoding.ts.
 */
import { LONGEST_PICTURE, type DecodeJob, type DecoderReady } from '../../shared/decoding.ts';
import { encodeFrame, FrameReader } from '../../shared/frames.ts';
import { decode } from './decode.ts';

const write = process.stdout.write.bind(process.stdout);
// Nothing but frames may reach stdout; whatever a library prints goes where it does no harm.
process.stdout.write = process.stderr.write.bind(process.stderr);

function send(header: unknown, body?: Uint8Array): void {
  for (const piece of encodeFrame(header, body)) write(piece);
}

function isJob(header: unknown): header is DecodeJob {
  return (
    typeof header === 'object' &&
    header !== null &&
    'mime' in header &&
    typeof header.mime === 'string' &&
    'decodable' in header &&
    typeof header.decodable === 'boolean' &&
    'pixelLimit' in header &&
    typeof header.pixelLimit === 'number'
  );
}

/** Pictures are taken one at a time, in the order they came. */
let turn: Promise<void> = Promise.resolve();
const reader = new FrameReader({ maxHeader: 4096, maxBody: LONGEST_PICTURE });

async function work(header: unknown, body: Uint8Array<ArrayBuffer>): Promise<void> {
  if (!isJob(header)) throw new Error('not a job');
  const { reply, body: parts } = await decode(Buffer.from(body.buffer), header);
  send(reply, parts);
}

process.stdin.on('data', (chunk: Buffer) => {
  for (const { header, body } of reader.push(chunk)) turn = turn.then(() => work(header, body));
});
// The engine is gone, so there is nobody left to work for.
process.stdin.on('end', () => process.exit(0));

send({ ready: true } satisfies DecoderReady);
