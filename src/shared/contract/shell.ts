/**
 * @file The part of the contract (`contract.ts`) that Electron's main process answers: what needs a native window, or must be known before a vault is
 * open. Pure TypeScript.
 */
import * as v from 'valibot';
import { languages } from '../languages.ts';
import { Bytes, Count, Empty, ErrorSchema, Id, Instant, Text } from './basics.ts';
import { ExportOptions } from './exports.ts';
import { WindowSize } from './viewing.ts';

const Place = v.strictObject({ place: v.string(), path: v.string() }); // the path is for display only

const Settings = v.strictObject({
  theme: v.picklist(['system', 'dark', 'light']),
  idleMinutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(240)), // 0 = never
  textSize: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(200))), // per cent; 100 unless told
  notify: v.exactOptional(v.boolean()), // when something long ends while the window is not looked at; yes unless told
  tray: v.exactOptional(v.boolean()), // no unless told
  language: v.exactOptional(v.picklist(['system', ...languages])), // 'system' unless told
  export: v.exactOptional(ExportOptions), // what the last export was asked for
});
export type Settings = v.InferOutput<typeof Settings>;

/** Answered by the shell. */
export const shellMethods = {
  'shell.state': {
    input: Empty,
    output: v.strictObject({
      version: v.string(),
      electron: v.string(),
      platform: v.string(),
      /** What other programs get when photos are dragged onto them: the files, in a folder they name; the bytes of the one that is shown; nothing. */
      drags: v.picklist(['folders', 'bytes', 'nothing']),
      /** Whether the window fills the screen; `full-screen` tells of changes. */
      fullScreen: v.boolean(),
      settings: Settings,
      recents: v.array(
        v.strictObject({
          place: v.string(),
          name: v.string(),
          path: v.string(),
          exists: v.boolean(),
          opened: Instant,
        }),
      ),
      /** Where new vaults are suggested to go. */
      home: Place,
      /** Why this page is being shown afresh: locked by hand, idle, sleep, or the engine ended. */
      locked: v.nullable(v.picklist(['hand', 'idle', 'sleep', 'engine-gone'])),
      /** The vault to offer first: the one just locked, or the newest. */
      last: v.nullable(v.string()), // place
    }),
    needs: 'nothing',
  },
  'shell.changeSettings': { input: Settings, output: Settings, needs: 'nothing' },
  /** Native dialog for a folder; it begins at a place given out before, for whatever purpose: what was dropped is not written to before a person has said so. */
  'shell.chooseFolder': {
    input: v.strictObject({
      purpose: v.picklist(['vault-parent', 'import', 'export']),
      at: v.exactOptional(v.string()), // place
    }),
    output: v.nullable(Place),
    needs: 'nothing',
  },
  'shell.chooseFiles': { input: Empty, output: v.array(Place), needs: 'nothing' },
  /** Native dialog for a key file: one that is there or, to be made by `slot.createKeyFile`, a new one. */
  'shell.chooseKeyFile': {
    input: v.strictObject({ create: v.boolean() }),
    output: v.nullable(Place),
    needs: 'nothing',
  },
  /** Native dialog for a new file that takes the public key of a drop box (`drop.saveKey`). */
  'shell.chooseDropKeyFile': { input: Empty, output: v.nullable(Place), needs: 'nothing' },
  /** Native dialog for a file that was received or holds keys, or for the name of a new one. */
  'shell.chooseShared': {
    input: v.strictObject({
      purpose: v.picklist(['package', 'keys', 'new-package', 'new-keys']),
      name: Text(255), // of a new one
    }),
    output: v.nullable(Place),
    needs: 'nothing',
  },
  'shell.chooseVault': { input: Empty, output: v.nullable(Place), needs: 'nothing' },
  'shell.forgetRecent': { input: v.strictObject({ place: v.string() }), output: Empty, needs: 'nothing' },
  'shell.lock': { input: Empty, output: Empty, needs: 'nothing' },
  /** Prints what is on the page (its print style shows only the kit) or saves it as PDF where the user says. */
  'shell.printKit': { input: Empty, output: v.strictObject({ printed: v.boolean() }), needs: 'nothing' },
  /** The same for one share of the kit, which is named by its number. */
  'shell.saveShare': {
    input: v.strictObject({ number: v.pipe(Count, v.maxValue(99)) }),
    output: v.strictObject({ saved: v.nullable(v.string()) }),
    needs: 'nothing',
  },
  'shell.saveKit': {
    input: Empty,
    output: v.strictObject({ saved: v.nullable(v.string()) }),
    needs: 'nothing',
  },
  /** The same for the report of what a thief sees. */
  'shell.saveReport': {
    input: Empty,
    output: v.strictObject({ saved: v.nullable(v.string()) }),
    needs: 'nothing',
  },
  /**
   * Photos are being dragged out of the window, where they are called by this name; the page counts its drags. Answers when the drag is over: the folder that another program
   * wants them in, and then it waits for `shell.endDrag`; null when none does.
   */
  'shell.offerDrag': {
    input: v.strictObject({ drag: Count, name: Text(255) }),
    output: v.nullable(Place),
    needs: 'nothing',
  },
  /** What became of the drag: let go over something, which may still ask for it; exported; or not. */
  'shell.endDrag': {
    input: v.strictObject({ drag: Count, how: v.picklist(['let-go', 'saved', 'failed']) }),
    output: Empty,
    needs: 'nothing',
  },
  'shell.fullScreen': { input: v.strictObject({ on: v.boolean() }), output: Empty, needs: 'nothing' },
  'shell.windowSize': { input: Empty, output: WindowSize, needs: 'nothing' },
  /** Gives the window the size it had with the vault just opened, if another vault was open before; else it stays as it is. */
  'shell.resizeWindow': { input: WindowSize, output: Empty, needs: 'nothing' },
  /** Moves originals that `import.checkOriginals` has found dispensable to the system's bin, from one place in their list on; never deletes. */
  'shell.binOriginals': {
    input: v.strictObject({ check: Id, from: Count, count: v.pipe(Count, v.maxValue(100)) }),
    output: v.strictObject({
      moved: Count,
      bytes: Bytes,
      failures: v.array(v.strictObject({ index: Count, error: ErrorSchema })),
    }),
    needs: 'nothing',
  },
  /** Opens the system's file manager at a place given out before. */
  'shell.reveal': { input: v.strictObject({ place: v.string() }), output: Empty, needs: 'nothing' },
} as const;
