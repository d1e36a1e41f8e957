/**
 * @file The reading thread: parses records of photos and fills in their columns, in memory that it shares with the engine (`photo-reading.ts`). It has no
 * keys; a worker thread of the engine, as long as a vault is being opened.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { RecordColumns, recordSets } from './record-columns.ts';
import { RecordTexts } from './record-texts.ts';
import { blocksWord, finishedWord, type ReaderData, type ToReader } from './reader-protocol.ts';

const port = parentPort;
if (port === null) throw new Error('this is a thread, not a program');
const { columns: memory, room, progress } = workerData as ReaderData; // from photo-reading.ts, which nothing else starts it with

const columns = new RecordColumns(room, memory);
const texts = new RecordTexts();
const sets = recordSets();
const unreadable: number[] = [];
const words = new Int32Array(progress);

port.on('message', (message: ToReader) => {
  switch (message.kind) {
    case 'piece':
      texts.adopt(message.memory);
      break;
    case 'block':
      unreadable.push(...columns.describeAll(message.from, message.to, texts, sets));
      Atomics.add(words, blocksWord, 1);
      break;
    case 'finish':
      message.port.postMessage({ sets: { albums: sets.albums.all, tags: sets.tags.all }, unreadable });
      Atomics.store(words, finishedWord, 1);
      Atomics.notify(words, finishedWord);
  }
});
