/** @file The hashing thread: content digests of what comes in through shared memory (docs/format.md §3.4); a worker thread of the engine. */
import { parentPort, workerData } from 'node:worker_threads';
import { ContentHasher } from './hash.ts';
import { roomBytes, type FromHasher, type HasherData, type ToHasher } from './hasher-protocol.ts';
import { zero } from './memory.ts';
import { SecretKey } from './secret-key.ts';

const port = parentPort;
if (port === null) throw new Error('this is a thread, not a program');
const { rooms } = workerData as HasherData; // from hash-thread.ts, which nothing else starts it with

const hashers = new Map<number, ContentHasher>();

port.on('message', (message: ToHasher) => {
  const { id } = message;
  if (message.kind === 'begin') {
    const key = SecretKey.from(message.key);
    hashers.set(id, new ContentHasher(key));
    key.dispose();
    return;
  }
  const hasher = hashers.get(id); // none: it was dropped
  if (message.kind === 'add') {
    const { room, bytes } = message;
    const content = new Uint8Array(rooms, room * roomBytes, bytes);
    hasher?.update(content);
    zero(content); // parts of pictures stay nowhere
    tell({ kind: 'free', room });
    return;
  }
  hashers.delete(id);
  if (message.kind === 'drop') hasher?.dispose();
  else if (hasher !== undefined) tell({ kind: 'digest', id, digest: hasher.digest() });
});

function tell(message: FromHasher): void {
  port?.postMessage(message);
}
