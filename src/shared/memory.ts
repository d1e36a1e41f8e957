/** @file Where the app and the command line remember vaults (docs/format.md §8): the same folder, so that both notice. Pure TypeScript. */

/** The app's own folder among those of other apps; Electron makes it of the package's name. */
export const appFolder = 'lightproof';

/** Inside the app's folder. */
export const memoryFolder = 'vaults-seen';
