/** @file English messages of the room "jobs": import, export, verify, the activity card and the reports. */
import type { ResultKind } from '../../../shared/contract.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { counted, formatBytes, formatDuration, formatNumber, formatRate } from '../../lib/format.ts';

const photos = (count: number): string => counted(count, 'photo', 'photos');
const files = (count: number): string => counted(count, 'file', 'files');

export const jobs = {
  photos,
  files,
  hiddenPhoto: 'A hidden photo',

  drop: {
    title: 'Drop to import',
    hint: 'Photos or folders. The originals stay where they are.',
    nothing: 'What was dropped holds no files. Drop photos or folders.',
    one: 'One file or folder can be dropped here.',
    waits: 'What is dropped waits until this is closed.',
    openVault: 'This vault is open.',
    otherVault: (name: string) =>
      `“${name}” is a vault. Lock this one, then drop it on the window to open it.`,
  },

  importing: {
    title: 'Import',
    moreSources: (count: number) => `and ${formatNumber(count)} more`,
    listing: 'Looking for photos…',
    comparing: 'Comparing with the vault…',
    found: (count: number, bytes: number) => `${files(count)} · ${formatBytes(bytes)}`,
    alreadyHere: 'Already in the vault',
    alreadyHereHint: 'Left out',
    withoutPreview: 'Without preview',
    withoutPreviewHint: 'Kept as they are',
    notPictures: 'Not pictures',
    notPicturesHint: 'Left out',
    sidecars: 'Files that belong to photos',
    sidecarsHint: 'Read with them',
    left: {
      links: 'Links to other places',
      hidden: 'Hidden files and folders',
      thumbnails: 'Thumbnails of other programs',
      system: 'Files of the system',
    },
    leftHint: 'Left out',
    space: (needs: number, free: number) =>
      `Needs ${formatBytes(needs)}`.concat(`, ${formatBytes(free)} free`),
    missingSpace: (missing: number) =>
      `The vault’s disk is ${formatBytes(missing)} short. Make room on it, or import fewer photos at once.`,
    recheck: 'Check again',
    album: 'Add to album',
    albumHint: 'Optional',
    originals: 'Originals stay where they are.',
    start: (count: number) => `Import ${photos(count)}`,
    startPlain: 'Import',
    nothingTitle: 'Nothing to import',
    nothingFound: 'There are no photos here.',
    nothingNew: (count: number) =>
      count === 1 ? 'This photo is already in the vault.' : `All ${photos(count)} are already in the vault.`,
    failedTitle: 'These could not be looked through',
    next: (count: number) => `${counted(count, 'more drop', 'more drops')} waiting`,
  },

  activity: {
    title: 'Activity',
    minimise: 'Minimise activity',
    expand: 'Show activity',
    clear: 'Clear',
    pause: 'Pause',
    resume: 'Resume',
    cancel: 'Cancel',
    dismiss: 'Dismiss',
    showReport: 'Show report',
    showProblems: 'Show list',
    progress: (title: string) => `${title}: progress`,
    summary: (running: number) => counted(running, 'task running', 'tasks running'),
    ended: (count: number) => counted(count, 'task ended', 'tasks ended'),
    waiting: 'Waits for the import before it',
    preparing: 'Preparing…',
    pausing: 'Pausing after the current photo…',
    paused: 'Paused',
    fromWord: 'from',
    toWord: 'to',
    ofFiles: (done: number, total: number) => `${formatNumber(done)} of ${formatNumber(total)}`,
    ofBytes: (done: number, total: number) => `${formatBytes(done)} of ${formatBytes(total)}`,
    perSecond: (rate: number) => `${formatRate(rate)} ${rate === 1 ? 'photo' : 'photos'}/s`,
    left: (seconds: number) => `about ${formatDuration(seconds)} left`.replace('about a few', 'a few'),
    confirm: {
      import: {
        question: 'Stop importing?',
        explanation: (count: number) =>
          count === 0
            ? 'Nothing has been imported yet.'
            : `${photos(count)} imported so far stay in the vault.`,
        stop: 'Stop import',
      },
      export: {
        question: 'Stop exporting?',
        explanation: (count: number) =>
          count === 0
            ? 'Nothing has been written yet.'
            : `${photos(count)} written so far stay in the folder.`,
        stop: 'Stop export',
      },
      verify: {
        question: 'Stop verifying?',
        explanation: () => 'The next check begins from the first photo again.',
        stop: 'Stop check',
      },
      keep: 'Keep going',
    },
  },

  titles: {
    import: 'Importing photos',
    export: (count: number) => (count === 0 ? 'Exporting' : `Exporting ${photos(count)}`),
    verify: (count: number) => (count === 0 ? 'Verifying' : `Verifying ${photos(count)}`),
    verifyQuick: 'Checking the vault quickly',
    importEnded: { done: 'Import finished', cancelled: 'Import stopped', stopped: 'Import could not go on' },
    exportEnded: { done: 'Export finished', cancelled: 'Export stopped', stopped: 'Export could not go on' },
    verifyEnded: { done: 'Check finished', cancelled: 'Check stopped', stopped: 'Check could not go on' },
  },

  results: {
    imported: (count: number) => `${photos(count)} imported`,
    duplicate: (count: number) => `${formatNumber(count)} already here`,
    skipped: (count: number) => `${formatNumber(count)} skipped`,
    failed: (count: number) => `${formatNumber(count)} failed`,
    nothingImported: 'No new photos',
    importedBeforeStop: (count: number) =>
      count === 0 ? 'Nothing was imported.' : `${photos(count)} imported before that are in the vault.`,
    written: (count: number, already: number) =>
      already === 0
        ? `${formatNumber(count)} written, ${formatNumber(count)} match`
        : `${formatNumber(count)} written, ${formatNumber(already)} already there, ${formatNumber(count + already)} match`,
    notWritten: (count: number) => `${formatNumber(count)} could not be written`,
    nothingWritten: 'Nothing was written.',
    writtenBeforeStop: (count: number) =>
      count === 0 ? 'Nothing was written.' : `${photos(count)} written before that are complete and match.`,
    verified: (count: number) =>
      count === 0
        ? 'The vault is empty and intact.'
        : count === 1
          ? 'The photo in the vault is intact.'
          : `All ${photos(count)} verified.`,
    verifiedQuick: (count: number) =>
      count === 0
        ? 'The vault is empty and intact.'
        : `${photos(count)}: every file is there and can be opened.`,
    leftovers: (count: number) =>
      `${counted(count, 'leftover file needs', 'leftover files need')} no attention.`,
    problems: (count: number) => `${counted(count, 'problem', 'problems')} found.`,
    problemsSoFar: (count: number) =>
      count === 0
        ? 'No problem was found until then.'
        : `${counted(count, 'problem', 'problems')} found until then.`,
  },

  announce: {
    percent: (title: string, percent: string) => `${title}: ${percent}`,
  },

  imports: {
    title: 'Imports',
    emptyTitle: 'No imports yet',
    empty:
      'Every import leaves a report here: what came in, what was already there, and what did not make it and why.',
    addFolder: 'Add folder…',
    addPhotos: 'Add photos…',
    loading: 'Loading imports…',
    failedTitle: 'The list of imports could not be read',
    resume: 'Resume',
    took: (seconds: number) => formatDuration(seconds),
    states: {
      running: 'Running',
      pausing: 'Pausing',
      paused: 'Paused',
      done: 'Finished',
      cancelled: 'Cancelled',
      stopped: 'Stopped',
      interrupted: 'Interrupted',
    },
    interrupted: 'Lightproof was closed or locked while this import ran. What was imported is in the vault.',
    remaining: (count: number) => `${files(count)} to go`,
  },

  report: {
    back: 'All imports',
    tabs: {
      imported: 'Imported',
      duplicate: 'Already in vault',
      attached: 'With photos',
      skipped: 'Skipped',
      failed: 'Failed',
    } satisfies Record<ResultKind, string>,
    lists: 'Results by kind',
    copyList: 'Copy list',
    copied: (count: number) => `${counted(count, 'line', 'lines')} copied`,
    listFailed: 'This list could not be read',
    empty: {
      imported: 'Nothing was imported.',
      duplicate: 'Nothing was in the vault already.',
      attached: 'No file belonged to a photo.',
      skipped: 'Nothing was skipped.',
      failed: 'Nothing failed.',
    } satisfies Record<ResultKind, string>,
    retryAll: 'Try all again',
    retryOne: (name: string) => `Try ${name} again`,
    retried: (when: string) => `Failures tried again ${when}`,
    again: 'Imported when it was tried again.',
    stoppedAfter: (name: string) =>
      `It stopped after “${name}”. Resume goes on from there and does nothing twice.`,
    showPhotos: 'Show photos',
    openPhoto: (name: string) => `Open ${name}`,
    partOf: (name: string) => `Belongs to ${name}`,
    alreadyThere: 'The same photo is already in the vault.',
    /** Where the sentence of the catalogue of errors is not the best one beside a file's name. */
    reasons: {
      'no-space': 'There was no room left on the vault’s disk.',
      'no-permission': 'You are not allowed to read this file.',
      cancelled: 'The import was stopped before its turn.',
      'disk-failed': 'The disk reported a failure while this file was read or stored.',
      internal: 'Something went wrong inside Lightproof with this file. The original is untouched.',
    } satisfies Partial<Record<ErrorCode, string>>,
    header: (when: string) => `Import of ${when}`,
    sources: (list: string) => `From: ${list}`,
  },

  bin: {
    action: 'Move originals to the bin…',
    title: 'Move originals to the bin',
    promise:
      'Only files go whose encrypted copy was just read back from the vault and is the same as the file on disk now. Nothing is deleted: the bin keeps them until you empty it.',
    comparing: 'Comparing the originals with the vault…',
    compared: (count: number, bytes: number) => `${files(count)} · ${formatBytes(bytes)}`,
    nothing: 'No original can go.',
    going: (count: number, bytes: number) => `${files(count)}, ${formatBytes(bytes)}, can go.`,
    staying: (count: number) =>
      count === 1 ? 'One stays where it is.' : `${formatNumber(count)} stay where they are.`,
    lists: 'What goes and what stays',
    goingTab: 'Can go',
    stayingTab: 'Stay',
    /** Where the sentence of the catalogue of errors is not the best one beside an original. */
    reasons: {
      'source-missing': 'It is not there any more.',
      'source-changed': 'It was changed since: what is there now is not in the vault.',
      'source-unreadable': 'It could not be read.',
      'not-found': 'Its photo is in the vault’s trash, or was deleted.',
      'blob-damaged': 'Its encrypted copy is damaged. Keep this file.',
      'blob-missing': 'Its encrypted copy is missing. Keep this file.',
      'bin-refused': 'The bin cannot take a file of this name.',
    } as Partial<Record<ErrorCode, string>>,
    move: (count: number) => `Move ${files(count)} to the bin`,
    moving: 'Moving to the bin…',
    movedSoFar: (done: number, all: number) => `${formatNumber(done)} of ${formatNumber(all)}`,
    stop: 'Stop',
    moved: (count: number, bytes: number) =>
      count === 0 ? 'No file was moved.' : `${files(count)} moved to the bin (${formatBytes(bytes)}).`,
    refused: (count: number) =>
      count === 1
        ? 'One file was not moved and is where it was:'
        : `${files(count)} were not moved and are where they were:`,
  },

  exporting: {
    title: 'Export',
    count: photos,
    everything: (count: number) => `Everything: ${photos(count)}`,
    album: (name: string, count: number) => `“${name}”: ${photos(count)}`,
    format: 'Format',
    formats: { original: 'Original', jpeg: 'JPEG', webp: 'WebP', png: 'PNG' },
    metadata: 'Details',
    withouts: { nothing: 'All', place: 'Without place', metadata: 'None' },
    hints: {
      original: {
        nothing: 'Byte for byte as they were imported.',
        place:
          'Where they were taken is left out, and whatever could hide it. The pictures themselves are not touched.',
        metadata:
          'Nothing but the picture: no place, date, camera, words. The pictures themselves are not touched.',
      },
      converted: {
        nothing: 'New pictures in sRGB with date, place, camera and caption as the vault knows them.',
        place: 'New pictures in sRGB with date, camera and caption, without the place.',
        metadata: 'New pictures in sRGB that say nothing about themselves.',
      },
    },
    edge: 'Longest edge',
    edges: (pixels: number) => (pixels === 0 ? 'Full size' : `${String(pixels)} px`),
    quality: 'Quality',
    qualities: { '95': 'Best', '88': 'Good', '75': 'Small' },
    layout: 'Folders',
    layouts: { flat: 'One folder', date: 'By day', albums: 'By album' },
    albumsHint: 'A photo in two albums is written twice.',
    beside: 'Beside them',
    sidecars: 'Sidecar files',
    sidecarsHint:
      'Date, place, caption, tags, rating, favourite and albums, for other programs and to import again',
    checksums: 'List of checksums',
    captured: 'Date files by when the photos were taken',
    uncleanable: (count: number) =>
      `Details cannot be taken out of ${count === 1 ? 'one photo' : photos(count)} without changing the picture. ${count === 1 ? 'It is' : 'They are'} left out and named at the end.`,
    unconvertible: (count: number) =>
      `${count === 1 ? 'One file cannot' : `${files(count)} cannot`} be converted, and ${count === 1 ? 'is' : 'are'} left out and named at the end.`,
    otherwise: 'Convert to JPEG what cannot be cleaned',
    already: (count: number) => `${photos(count)} already there`,
    about: (space: string) => `About ${space}`,
    where: 'Where',
    noFolder: 'No folder chosen',
    choose: 'Choose folder…',
    change: 'Change…',
    checking: 'Checking the folder…',
    size: 'Size',
    space: (bytes: number, free: number) => `${formatBytes(bytes)}, ${formatBytes(free)} free`,
    missingSpace: (missing: number) =>
      `This disk is ${formatBytes(missing)} short. Make room on it, or choose another folder.`,
    notWritable: 'You may not write into this folder. Choose another one.',
    nothing: 'There is nothing to export.',
    warningTitle: 'Decrypted copies can be read by anyone.',
    warning: 'They leave the vault’s protection. Delete them when you no longer need them.',
    start: (count: number) => `Export ${photos(count)}`,
    confirm: 'Export decrypted copies',
  },

  exportReport: {
    title: 'Export',
    firstOnly: (shown: number, all: number) =>
      `The first ${formatNumber(shown)} of ${formatNumber(all)} are listed.`,
  },

  verifying: {
    title: 'Verify the vault',
    full: 'Every photo',
    fullHint:
      'Reads and decrypts every file and compares it with what was imported. Takes about as long as copying the vault.',
    quick: 'Quick look',
    quickHint: 'Looks whether every file is there and can be opened. Takes a moment.',
    how: 'How thoroughly',
    never: 'This vault has never been verified in full.',
    last: (day: string, problems: number) =>
      problems === 0
        ? `Last verified in full on ${day}, without a problem.`
        : `Last verified in full on ${day}: ${counted(problems, 'problem', 'problems')} found.`,
    start: 'Verify',
    reportTitle: 'What the check found',
    unknownPhoto: 'Photo without a readable name',
    vaultFile: 'A file of the vault',
    detail: 'Details',
  },
} as const;
