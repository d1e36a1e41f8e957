/** @file What `npm run screenshots` was asked for: which chapters, how, and where the pictures go. */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

export type Scheme = 'dark' | 'light';
export type SizeName = 'large' | 'small';
/** In CSS pixels: as the window begins, and as small as it can be made. */
export const sizes = { large: [1280, 800], small: [900, 600] } as const;

export interface Wish {
  /** Chapters to picture; all when there are none. What they stand on is done in any case. */
  readonly only: readonly string[];
  readonly sizes: readonly SizeName[];
  readonly schemes: readonly Scheme[];
  readonly german: boolean;
  /** Text in per cent of its usual size. */
  readonly text: number;
  /** Beginnings or parts run from right to left. */
  readonly rightToLeft: boolean;
  /** In the few colours that a system forces on every page. */
  readonly forced: boolean;
  /** What axe objects to and what has no room is told, and makes the whole fail. */
  readonly check: boolean;
  readonly out: string;
  /** The few that README.md shows are made anew in docs/screenshots. */
  readonly docs: boolean;
}

const help = `npm run screenshots -- [options]
  --only a,b      these chapters only (--list names them)
  --size S        large (1280 × 800) or small (900 × 600); both unless told
  --scheme S      dark or light; both unless told
  --german        every picture in German
  --text 200      text twice as large (100 to 200 per cent)
  --rtl           lines from right to left
  --forced        in forced colours, as Windows' contrast themes have them
  --check         hold every picture against axe, and tell what has no room
  --out FOLDER    where the pictures go; unless told a folder in the system's temporary one
  --docs          make those anew that README.md shows
  --list          name the chapters`;

export function wished(args: readonly string[], chapters: readonly string[]): Wish | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: '' },
      size: { type: 'string' },
      scheme: { type: 'string' },
      german: { type: 'boolean', default: false },
      text: { type: 'string', default: '100' },
      rtl: { type: 'boolean', default: false },
      forced: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      out: { type: 'string', default: path.join(tmpdir(), 'lightproof-screenshots') },
      docs: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || values.list) {
    console.log(values.list ? chapters.join('\n') : help);
    return null;
  }
  const only = values.only.split(',').filter(Boolean);
  const unknown = only.filter((name) => !chapters.includes(name));
  if (unknown.length > 0) throw new Error(`There is no chapter ${unknown.join(', ')}.\n${help}`);
  return {
    only,
    sizes: oneOf(values.size, ['large', 'small']),
    schemes: oneOf(values.scheme, ['dark', 'light']),
    german: values.german,
    text: Number(values.text),
    rightToLeft: values.rtl,
    forced: values.forced,
    check: values.check,
    out: path.resolve(values.out),
    docs: values.docs,
  };
}

function oneOf<T extends string>(given: string | undefined, all: readonly T[]): readonly T[] {
  if (given === undefined) return all;
  const found = all.filter((one) => one === given);
  if (found.length === 0) throw new Error(`“${given}” is none of ${all.join(', ')}.\n${help}`);
  return found;
}
