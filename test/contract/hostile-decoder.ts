/**
 * @file A decoder with two bugs of its own, for tests: some pictures crash it, others make it wait for ever. All else it does as ours does. Run by
 * the engine in the place of src/main/decoder/index.ts.
 */
import type { DecodeJob } from '../../src/shared/decoding.ts';
import { decode } from '../../src/main/decoder/decode.ts';
import { receive, reserveStdout, send } from '../../src/main/decoder/pipe.ts';

reserveStdout();
await send({ ready: true });
for (;;) {
  const frame = await receive({ maxHeader: 4096, maxBody: 2 ** 30 });
  if (frame === null) break;
  if (frame.body.includes('crash the decoder')) process.abort();
  if (frame.body.includes('hang the decoder')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  const { reply, body } = await decode(frame.body, frame.header as DecodeJob); // asked by our own engine
  await send(reply, body);
}
