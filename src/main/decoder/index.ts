/**
 * @file Entry of the decoder: a plain Node process without keys, environment or network that turns the bytes of one picture
 * after the other into a thumbnail and facts. Frames in on stdin, frames out on stdout, see src/shared/decoding.ts.
 */
import { writeSync } from 'node:fs';
import {
  LONGEST_PICTURE,
  type ConvertJob,
  type DecodeJob,
  type DecoderReady,
} from '../../shared/decoding.ts';
import { convert } from './convert.ts';
import { decode } from './decode.ts';
import { receive, reserveStdout, send, type Received } from './pipe.ts';

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

/** Asked by our own engine; what stands in it is looked at where it is used. */
function isConversion(header: unknown): header is ConvertJob {
  return (
    typeof header === 'object' &&
    header !== null &&
    'mime' in header &&
    typeof header.mime === 'string' &&
    'conversion' in header &&
    typeof header.conversion === 'object' &&
    header.conversion !== null
  );
}

async function answerTo({ header, body }: Received): Promise<{ reply: object; body: Uint8Array }> {
  if (isConversion(header)) return convert(body, header);
  if (!isJob(header)) throw new Error('not a job');
  return decode(body, header);
}

// Node would not end before what is being read from the pipe has come, and the picture would wait for its time limit.
process.on('uncaughtException', (error) => {
  writeSync(process.stderr.fd, String(error.stack));
  process.kill(process.pid, 'SIGKILL');
});
reserveStdout();
await send({ ready: true } satisfies DecoderReady);
const limits = { maxHeader: 4096, maxBody: LONGEST_PICTURE };
let next = receive(limits);
for (;;) {
  const frame = await next;
  // The engine is gone, so there is nobody left to work for.
  if (frame === null) break;
  next = receive(limits);
  const { reply, body } = await answerTo(frame);
  // A short answer is on its way at once; nobody has to have taken it. A long one is waited for: the next picture may hang, or take the process down.
  await send(reply, body);
}
