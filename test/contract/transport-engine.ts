/**
 * @file An engine that only answers what the tests of the pipes ask it: it has no vault and stands for no part of ours. Run by
 * transport.test.ts as a process of its own, through the same `serve` as the real one.
 */
import { failed, ok, type Result } from '../../src/shared/errors.ts';
import type { Engine, EngineMedia } from '../../src/main/engine/engine.ts';
import { closeInherited } from '../../src/main/engine/server/inherited.ts';
import { serve } from '../../src/main/engine/server/serve.ts';

const pattern = (start: number, end: number): Uint8Array =>
  Uint8Array.from({ length: end - start }, (_, index) => (start + index) % 251);

let closing: () => Promise<void> = () => Promise.resolve();
let read = 0;
let open = 0;
let ask = (_event: 'library', _columns: Uint8Array): void => undefined;

async function answer(
  method: string,
  input: unknown,
  options: { signal?: AbortSignal; onProgress?: (progress: unknown) => void } = {},
): Promise<Result<unknown>> {
  switch (method) {
    case 'echo':
      return ok(input);
    case 'spell': {
      const { passphrase } = input as { passphrase: Uint8Array };
      return ok({ text: new TextDecoder().decode(passphrase), bytes: passphrase.slice() });
    }
    case 'environment':
      return ok({
        env: { ...process.env },
        execArgv: process.execArgv,
        cwd: process.cwd(),
        pid: process.pid,
        limits: await import('node:fs').then((fs) => fs.readFileSync('/proc/self/limits', 'utf8')),
        evaluates: evaluates(),
      });
    case 'progress':
      for (let files = 1; files <= 3; files += 1) options.onProgress?.({ files });
      return ok(null);
    case 'wait':
      return new Promise((resolve) => {
        options.signal?.addEventListener('abort', () => resolve(failed('cancelled')));
      });
    case 'throw':
      throw new Error('/home/somebody/private.jpg');
    case 'unsendable':
      return ok({ when: new Date() });
    case 'tell':
      ask('library', pattern(0, 1000));
      return ok(null);
    case 'counts':
      return ok({ read, open });
    case 'hang':
      for (;;);
    case 'close-slowly':
      closing = () => new Promise(() => undefined);
      return ok(null);
    case 'vault.unlock':
      return ok({});
    case 'vault.close':
      await closing();
      return ok({});
    case 'fall':
      setTimeout(() => {
        throw new Error('/home/somebody/private.jpg');
      });
      return ok(null);
    default:
      return failed('method-unknown');
  }
}

function evaluates(): boolean {
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the test: that it cannot
    return new Function('return true')() === true;
  } catch {
    return false;
  }
}

/** Ids end in the size: …0fff is a photo of 4095 bytes. The one of only f cannot be found, the one of e breaks in the middle. */
function photo(id: string): Result<EngineMedia> {
  if (/^f+$/u.test(id)) return failed('not-found');
  const breaks = id.startsWith('e');
  const size = Number.parseInt(id.slice(-8), 16);
  open += 1;
  return ok({
    mime: 'image/jpeg',
    size,
    name: "Oma & ä's (1).jpg",
    close: () => (open -= 1),
    async *read(start, end) {
      for (let at = start; at < end; at += 100_000) {
        if (breaks && at > 0) throw new RangeError('a bug');
        const piece = pattern(at, Math.min(end, at + 100_000));
        read += piece.byteLength;
        await Promise.resolve();
        yield piece;
      }
    },
  } satisfies EngineMedia);
}

const engine = {
  call: answer,
  on: (listener: (event: 'library', payload: unknown) => void) => {
    ask = (event, columns) => listener(event, { generation: 1, columns, removed: [] });
    return () => undefined;
  },
  openMedia: (_kind: string, id: string) => Promise.resolve(photo(id)),
  close: () => closing(),
};
closeInherited();
// It speaks methods of its own, which the contract's types do not have.
serve(engine as unknown as Engine);
