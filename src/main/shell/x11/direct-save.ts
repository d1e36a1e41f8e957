/**
 * @file Photos dragged out of the window on X11 (docs/decisions/009-exports.md). Chromium moves the pointer and talks to the other window; what it is
 * asked for is answered here: not bytes, but a folder is agreed on (X Direct Save, XDS), and the photos are exported into it. Nothing is decrypted
 * before. Electron's main process. Knows nothing of Electron.
 */
import { hostname } from 'node:os';
import { dirname, isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XConnection } from './connection.ts';

const selectionRequest = 30;
const selectionNotify = 31;
const atomType = 4;
/** Who has taken something asks for it at once, but may be busy. */
const askedWithinMs = 1000;

/** What the other program is told in the end. */
const answers = { saved: 'S', failed: 'E' } as const;
export type Ending = keyof typeof answers;

interface Atoms {
  readonly drag: number;
  readonly save: number;
  readonly targets: number;
  readonly text: number;
}

/** Somebody who waits to be told that the files are there. */
interface Asking {
  readonly window: number;
  readonly property: number;
  readonly time: number;
}

interface Offer {
  /** The window the drag began in. */
  readonly source: number;
  readonly name: string;
  readonly answer: (folder: string | null) => void;
  asking: Asking | null;
  late: NodeJS.Timeout | undefined;
}

export class DirectSave {
  readonly #connection: XConnection;
  readonly #window: number;
  readonly #atoms: Atoms;
  #offer: Offer | null = null;

  private constructor(connection: XConnection, atoms: Atoms) {
    this.#connection = connection;
    this.#atoms = atoms;
    this.#window = connection.createWindow();
    connection.onClose = () => this.end('failed');
    connection.onEvent = (event) => {
      if (((event[0] ?? 0) & 0x7f) === selectionRequest)
        void this.#asked(event).catch(() => this.end('failed'));
    };
  }

  /** Null where there is no X server of this computer that lets us in. */
  static async open(): Promise<DirectSave | null> {
    const connection = await XConnection.open();
    if (connection === null) return null;
    try {
      const drag = await connection.atom('XdndSelection');
      const save = await connection.atom('XdndDirectSave0');
      const targets = await connection.atom('TARGETS');
      const text = await connection.atom('text/plain');
      return new DirectSave(connection, { drag, save, targets, text });
    } catch {
      return null; // gone in this very moment, or no X server at all
    }
  }

  get open(): boolean {
    return this.#connection.open;
  }

  /**
   * To be called when the drag leaves the window that it began in: whoever it is dropped on is answered by us from then on.
   * @param source that window, as the X server knows it
   * @param name what the other program is to call the (first) file
   * @returns the folder it wants the files in, absolute, and then `end` tells it what became of them; null when the drag has ended without
   */
  async offer(source: number, name: string): Promise<string | null> {
    this.end('failed');
    const { drag, save, text } = this.#atoms;
    if (!(await this.#connection.isOwnedBesides(drag, source))) return null; // over already, or somebody else's
    this.end('failed'); // the one before, if it came in between
    this.#connection.setProperty(source, save, text, 8, Buffer.from(name, 'utf8'));
    this.#connection.own(drag, this.#window);
    return new Promise((answer) => {
      this.#offer = { source, name, answer, asking: null, late: undefined };
    });
  }

  /** The photos were let go over something else: if it wants them it says so soon. */
  letGo(): void {
    const offer = this.#offer;
    if (offer?.asking !== null || offer.late !== undefined) return;
    offer.late = setTimeout(() => this.end('failed'), askedWithinMs).unref();
  }

  /** Answers whoever waits; nothing is offered any more. */
  end(ending: Ending): void {
    const offer = this.#offer;
    this.#offer = null;
    if (offer === null) return;
    clearTimeout(offer.late);
    offer.answer(null); // unless it was answered already
    if (offer.asking !== null) this.#tell(offer.asking, this.#atoms.save, Buffer.from(answers[ending]));
  }

  async #asked(event: Buffer): Promise<void> {
    const { drag, save, targets } = this.#atoms;
    const time = event.readUInt32LE(4);
    const window = event.readUInt32LE(12);
    const target = event.readUInt32LE(20);
    const asking = { window, property: event.readUInt32LE(24) || target, time };
    const offer = this.#offer;
    if (event.readUInt32LE(16) !== drag || offer === null) {
      this.#tell(asking, target, null);
      return;
    }
    if (target === targets) {
      this.#tell(asking, target, words([targets, save]));
      return;
    }
    if (target !== save || offer.asking !== null) {
      this.#tell(asking, target, null);
      return;
    }
    offer.asking = asking;
    clearTimeout(offer.late);
    // Asked before the drop: nobody but the person at the mouse says where photos go.
    const early = await this.#connection.isHolding();
    const place = (await this.#connection.property(offer.source, save)).toString('utf8');
    if (this.#offer !== offer) return; // ended meanwhile, and told
    const folder = early || place === offer.name ? null : folderOf(place);
    if (folder === null) this.end('failed');
    else offer.answer(folder);
  }

  /** Null: that is not to be had. */
  #tell({ window, property, time }: Asking, target: number, value: Buffer | null): void {
    const { targets, text } = this.#atoms;
    if (value !== null)
      this.#connection.setProperty(
        window,
        property,
        target === targets ? atomType : text,
        target === targets ? 32 : 8,
        value,
      );
    const event = Buffer.alloc(32);
    event.writeUInt8(selectionNotify, 0);
    [time, window, this.#atoms.drag, target, value === null ? 0 : property].forEach((word, index) =>
      event.writeUInt32LE(word, 4 + 4 * index),
    );
    this.#connection.sendEvent(window, event);
  }
}

function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32LE(value, 4 * index));
  return bytes;
}

/** The folder of the file that another program has named by its address; null where that is not on this computer. */
export function folderOf(address: string): string | null {
  try {
    const url = new URL(address.trim());
    if (url.protocol !== 'file:') return null;
    if (url.hostname === hostname().toLowerCase()) url.hostname = '';
    const path = fileURLToPath(url);
    return isAbsolute(path) && !path.includes('\0') ? dirname(path) : null;
  } catch {
    return null;
  }
}
