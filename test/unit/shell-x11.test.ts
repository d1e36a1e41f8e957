/** @file What main reads from X servers and from the file that lets it in: of this computer only, and whatever they answer, it goes on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { localDisplay, XConnection } from '../../src/main/shell/x11/connection.ts';
import { cookieIn } from '../../src/main/shell/x11/cookie.ts';

describe('a display', () => {
  it.each([
    [':0', '0'],
    [':76.1', '76'],
    ['unix:2', '2'],
  ])('%s is on this computer', (display, number) => {
    expect(localDisplay(display)).toBe(number);
  });

  it.each(['', ':', 'localhost:10.0', '127.0.0.1:0', 'tcp/a:0', ':0/../../a', '::1:0', ':999999', ':0\n'])(
    '%j is not reached',
    (display) => {
      expect(localDisplay(display)).toBeNull();
    },
  );
});

function entry(family: number, ...fields: readonly string[]): Buffer {
  const parts = [Buffer.from([family >> 8, family & 0xff])];
  for (const field of fields) parts.push(Buffer.from([0, field.length]), Buffer.from(field, 'latin1'));
  return Buffer.concat(parts);
}

const cookie = 'MIT-MAGIC-COOKIE-1';
const local = 256;

describe('what lets a program in', () => {
  it('is the entry of this computer, or of any, for this display', () => {
    const file = Buffer.concat([
      entry(0, '\x0a\0\0\x01', '7', cookie, 'of another computer'),
      entry(local, 'desk', '8', cookie, 'of another display'),
      entry(local, 'desk', '7', 'XDM-AUTHORIZATION-1', 'not understood'),
      entry(local, 'before', '7', cookie, 'of an earlier name'),
      entry(local, 'desk', '7', cookie, 'ours'),
    ]);
    expect(cookieIn(file, '7', 'desk').data.toString()).toBe('ours');
    expect(cookieIn(file, '7', 'renamed').data.toString()).toBe('ours');
    expect(cookieIn(entry(0xffff, '', '', cookie, 'any'), '7', 'desk').data.toString()).toBe('any');
  });

  it('is nothing where the file is of other computers, cut off, or anything else', () => {
    expect(cookieIn(entry(0, '\x0a\0\0\x01', '7', cookie, 'far'), '7', 'desk').name).toBe('');
    const whole = entry(local, 'desk', '7', cookie, 'ours');
    for (let length = 0; length < whole.length; length += 1)
      expect(cookieIn(whole.subarray(0, length), '7', 'desk').name).toBe('');
    expect(cookieIn(Buffer.alloc(5000, 0xff), '7', 'desk').name).toBe('');
  });
});

/** What a sound server says first; the rest of its 60 bytes does not matter here. */
function welcome(): Buffer {
  const setup = Buffer.alloc(60);
  setup.writeUInt8(1, 0);
  setup.writeUInt16LE(13, 6);
  return setup;
}

describe.skipIf(process.platform === 'win32')('a connection to what calls itself an X server', () => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });

  /** Answers the first bytes that come by the first of these, and so on. */
  async function server(...answers: readonly Buffer[]): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'lightproof-test-'));
    const sockets: Socket[] = [];
    const left = [...answers];
    const listening = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', () => {
        const answer = left.shift();
        if (answer !== undefined) socket.write(answer);
      });
    });
    const path = join(folder, 'X');
    await new Promise<void>((resolve) => listening.listen(path, resolve));
    open.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listening.close(resolve));
      await rm(folder, { recursive: true });
    });
    return path;
  }
  const connected = (path: string): Promise<XConnection | null> =>
    XConnection.at(path, { name: '', data: Buffer.alloc(0) }, 300);

  it('is none where nobody listens, nobody answers, or the answer is no', async () => {
    expect(await connected(join(tmpdir(), 'lightproof-test-none', 'X'))).toBeNull();
    expect(await connected(await server())).toBeNull();
    expect(await connected(await server(Buffer.from([0, 2, 11, 0, 0, 0, 1, 0, 110, 111, 0, 0])))).toBeNull();
  });

  it('is none where the answer is shorter than it says, or is not', async () => {
    expect(await connected(await server(Buffer.from([1, 0, 11, 0, 0, 0, 1, 0, 1, 2, 3, 4])))).toBeNull();
    const far = welcome();
    far.writeUInt16LE(0xffff, 24);
    expect(await connected(await server(far))).toBeNull();
  });

  it('ends when the server is silent or sends more than anybody asked for', async () => {
    const silent = await connected(await server(welcome()));
    await expect(silent?.atom('TARGETS')).rejects.toThrow('no X server');
    expect(silent?.open).toBe(false);

    const endless = Buffer.alloc(32);
    endless.writeUInt8(1, 0);
    endless.writeUInt16LE(1, 2);
    endless.writeUInt32LE(0xffff_ffff, 4);
    const flooded = await connected(await server(welcome(), endless));
    let closed = 0;
    if (flooded !== null) flooded.onClose = () => (closed += 1);
    await expect(flooded?.atom('TARGETS')).rejects.toThrow('no X server');
    expect([flooded?.open, closed]).toEqual([false, 1]);
    await expect(flooded?.atom('TARGETS')).rejects.toThrow('no X server');
  });

  it('knows whether a button of the mouse is held', async () => {
    const held = Buffer.alloc(32);
    held.writeUInt8(1, 0);
    held.writeUInt16LE(1, 2);
    held.writeUInt16LE(0x100, 24);
    const free = Buffer.from(held);
    free.writeUInt16LE(2, 2);
    free.writeUInt16LE(1, 24); // Shift
    const connection = await connected(await server(welcome(), held, free));
    expect([await connection?.isHolding(), await connection?.isHolding()]).toEqual([true, false]);
  });
});
