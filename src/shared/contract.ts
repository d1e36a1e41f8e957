/**
 * @file The one list of what processes may ask of each other, with a schema for what goes in and what comes out.
 * The renderer, the shell (Electron's main process), the engine and the command line take their types from here. Pure TypeScript.
 *
 * A field named in a method's `paths` holds an absolute path where the engine sees it. The renderer never sees or sends paths that it
 * could choose: there the same field holds a *place*, an opaque id given out by a native dialog, a drop or the list of recent vaults,
 * and the shell puts the path in its stead.
 */
import * as v from 'valibot';
import { commandNames } from './commands.ts';
import { albumMethods } from './contract/albums.ts';
import { logMethods } from './contract/auditing.ts';
import { Count, Id } from './contract/basics.ts';
import { decodingMethods } from './contract/decoding.ts';
import { discoveringMethods } from './contract/discovering.ts';
import { dropboxMethods } from './contract/dropbox.ts';
import { exportMethods } from './contract/exports.ts';
import { hidingMethods } from './contract/hiding.ts';
import { importMethods } from './contract/imports.ts';
import { insightMethods } from './contract/insight.ts';
import { integrityMethods } from './contract/integrity.ts';
import { Job, jobMethods } from './contract/jobs.ts';
import { keysMethods } from './contract/keys.ts';
import { methods } from './contract/methods.ts';
import { organisingMethods } from './contract/organising.ts';
import { originalsMethods } from './contract/originals.ts';
import { Columns, libraryMethods } from './contract/photos.ts';
import { sharesMethods } from './contract/shares.ts';
import { sharingMethods } from './contract/sharing.ts';
import { shellMethods as shell } from './contract/shell.ts';
import { slotMethods } from './contract/slots.ts';
import { storingMethods } from './contract/storing.ts';
import { vaultMethods } from './contract/vaults.ts';
import { viewingMethods } from './contract/viewing.ts';
import { watchMethods } from './contract/watching.ts';
import { secretsIn, type Where } from './secrets.ts';

// What the methods speak about, for whoever calls or answers them.
export { ErrorSchema, Id } from './contract/basics.ts';
export { ExportOptions, Selection, type ExportItem } from './contract/exports.ts';
export { ImportItem, ImportReport, resultKinds, ScanResult, type ResultKind } from './contract/imports.ts';
export { Problem } from './contract/integrity.ts';
export { Job } from './contract/jobs.ts';
export { PhotoDetails } from './contract/photos.ts';
export type { Settings } from './contract/shell.ts';
export { RecoveryKit, SlotInfo } from './contract/slots.ts';
export { VaultInfo } from './contract/vaults.ts';

/** Answered by the engine. */
export const engineMethods = methods({
  ...vaultMethods,
  ...slotMethods,
  ...keysMethods,
  ...libraryMethods,
  ...albumMethods,
  ...organisingMethods,
  ...hidingMethods,
  ...discoveringMethods,
  ...viewingMethods,
  ...importMethods,
  ...originalsMethods,
  ...watchMethods,
  ...dropboxMethods,
  ...exportMethods,
  ...sharingMethods,
  ...sharesMethods,
  ...integrityMethods,
  ...logMethods,
  ...storingMethods,
  ...insightMethods,
  ...decodingMethods,
  ...jobMethods,
});

/** Answered by the shell: what needs a native window, or must be known before a vault is open. */
export const shellMethods = methods(shell);

export const allMethods = { ...engineMethods, ...shellMethods };
export type Methods = typeof allMethods;
export type MethodName = keyof Methods;
export type EngineMethodName = keyof typeof engineMethods;
export type ShellMethodName = keyof typeof shellMethods;
/** The secrets of a method: from a page these go to the engine, and from there to the page, only sealed (`sealing.ts`). */
export function secretsOf(method: EngineMethodName): {
  readonly input: readonly Where[];
  readonly output: readonly Where[];
} {
  const { input, output } = engineMethods[method];
  return { input: secretsIn(input), output: secretsIn(output) };
}

export type Input<M extends MethodName> = v.InferOutput<Methods[M]['input']>;
export type Output<M extends MethodName> = v.InferOutput<Methods[M]['output']>;
export type Progress<M extends MethodName> = Methods[M] extends { progress: infer P extends v.GenericSchema }
  ? v.InferOutput<P>
  : never;

// ---------------------------------------------------------------- events

/** Told to whoever listens. Engine events are coalesced to at most 10 a second per subject; the last one is always delivered. */
export const events = {
  /** One job's state; exactly one event with an ended state per job. */
  job: Job,
  /** Photos that came, changed or went. `columns` holds the new rows of everything that came or changed. */
  library: v.strictObject({ generation: Count, columns: Columns, removed: v.array(Id) }),
  /** A command of the native menu or a drop on the window. */
  menu: v.strictObject({ command: v.picklist(commandNames) }),
  'full-screen': v.strictObject({ on: v.boolean() }),
} as const;
export type EventName = keyof typeof events;
export type Event<E extends EventName> = v.InferOutput<(typeof events)[E]>;

/** What the preload script puts on `window.lightproof`. */
export interface Bridge {
  /** Answers a Result of the method's output (`errors.ts`). `call` is a number unique in this page, for `cancel` and progress. */
  call(call: number, method: string, input: unknown): Promise<unknown>;
  cancel(call: number): void;
  /** `handler(event name or 'progress', payload)`; one listener for the page's life. Progress payload: `{ call, progress }`. */
  listen(handler: (event: string, payload: unknown) => void): void;
  /** Places of files and folders (DOM `File` objects) dropped on the window, in order. */
  placesOfDrop(files: readonly unknown[]): Promise<{ place: string; path: string }[]>;
}

/**
 * `vault-media://<kind>/<photo id>?v=<version>`: what the viewer and the grid load; Range requests work. `film`: of a Live Photo. `fit1280` …: made of
 * the original when it is asked for, upright, in the colours of the file, no edge longer than so many pixels (docs/decisions/020-viewer-decoding.md).
 * `region`, with `?at=<left>,<top>,<width>,<height>`: so much of it as it is (docs/decisions/022-regions.md).
 */
export const mediaKinds = [
  'thumb',
  'preview',
  'original',
  'film',
  'region',
  'fit1280',
  'fit1920',
  'fit2560',
  'fit3840',
  'fit8192',
] as const;
export type MediaKind = (typeof mediaKinds)[number];
export type FitKind = Extract<MediaKind, `fit${string}`>;
/** In pixels. */
export const fitEdges: Readonly<Record<FitKind, number>> = {
  fit1280: 1280,
  fit1920: 1920,
  fit2560: 2560,
  fit3840: 3840,
  fit8192: 8192,
};

/** Largest control message in bytes: an index of a million photos fits. */
export const maxMessageBytes = 128 * 1024 * 1024;
