/** @file English messages of the room "sharing": sending, receiving, people and the vault's own keys. */
import { counted, formatBytes, formatInstant, formatList, formatNumber } from '../../lib/format.ts';

const photos = (count: number): string => counted(count, 'photo', 'photos');
const files = (count: number): string => counted(count, 'file', 'files');

export const sharing = {
  job: {
    running: (count: number) => (count === 0 ? 'Sending' : `Encrypting ${photos(count)} to send`),
    ended: { done: 'Ready to send', cancelled: 'Sending stopped', stopped: 'Could not be made' },
    result: (count: number, people: readonly string[]) =>
      people.length === 0
        ? `${photos(count)}, for whoever knows the passphrase`
        : `${photos(count)}, for ${formatList(people)}`,
    second: (name: string) => `the same for whoever knows the passphrase, in ${name}`,
    failed: (count: number) => `${photos(count)} left out`,
    nothing: 'There is no file.',
    confirm: {
      question: 'Stop making the file?',
      explanation: () => 'Nothing of it is kept.',
      stop: 'Stop',
    },
  },

  send: {
    title: 'Send',
    command: 'Send…',
    album: (name: string, count: number) => `“${name}”: ${photos(count)}`,
    everything: (count: number) => `Everything: ${photos(count)}`,
    count: photos,
    to: 'To',
    ways: { people: 'People', passphrase: 'Passphrase', both: 'Both' },
    bothHint:
      'Two files are made, because one file cannot be for both: one for the people, and one whose name ends in “.passphrase.age” for whoever knows the passphrase.',
    nobody: 'Nobody is known yet. Add people with their public keys, or use a passphrase.',
    addPerson: 'Add somebody…',
    keyless: 'has no key that can be encrypted to',
    passphrase: 'Passphrase',
    passphraseHint: 'Tell it to them another way than the file: not in the same message.',
    suggest: 'Suggest one',
    what: 'What',
    whats: { originals: 'Originals', place: 'Without place', metadata: 'Clean copies', jpeg: 'JPEG' },
    whatHints: {
      originals: 'Byte for byte, with everything the files say about themselves.',
      place: 'Where they were taken is left out. The pictures themselves are not touched.',
      metadata: 'Nothing but the pictures: no place, date, camera, words.',
      jpeg: 'Smaller pictures of at most 2048 px, without place, date and camera.',
    },
    from: 'From',
    sign: 'Sign, so that they know it is from this vault',
    signHint: 'Your name and public keys are put into the file, where only they can read them.',
    note: 'Note',
    notePlaceholder: 'A few words, if you like',
    uncleanable: (count: number) =>
      `Details cannot be taken out of ${count === 1 ? 'one photo' : photos(count)} without changing the picture. ${count === 1 ? 'It is' : 'They are'} left out and named at the end.`,
    quantumSafe: 'Protected against quantum computers too.',
    older: (names: readonly string[]) =>
      `${formatList(names)} ${names.length === 1 ? 'has' : 'have'} only the older kind of key: what is sent now is not protected against the quantum computers that may come.`,
    size: (bytes: number, estimated: boolean) => `${estimated ? 'About ' : ''}${formatBytes(bytes)}`,
    saves: 'One file that you send however you like. Lightproof itself sends nothing.',
    savesTwo: 'Two files that you send however you like. Lightproof itself sends nothing.',
    start: (count: number) => `Make the file: ${photos(count)}`,
    startTwo: (count: number) => `Make two files: ${photos(count)}`,
    fileName: (name: string) => `${name}.age`,
  },

  receive: {
    title: 'Receive',
    command: 'Receive…',
    opening: 'Checking every byte of the file before anything is taken from it…',
    progress: 'Checked so far',
    passphrase: 'Passphrase of this file',
    open: 'Open',
    another: 'Choose another file',
    signers: {
      known: (name: string) => `Signed by ${name}`,
      own: () => 'Signed by this vault itself',
      unknown: (name: string) =>
        name === '' ? 'Signed by somebody you do not know' : `Signed by somebody who is called “${name}”`,
      unsigned: () => 'Not signed',
      wrong: () => 'The signature is wrong',
    },
    signerTexts: {
      known: 'What is inside is exactly what was signed with the key you have of them.',
      own: 'It was made with this vault, and nobody has changed it since.',
      unknown:
        'The signature holds, but its key is not among your people. Compare these words with them before you trust it:',
      unsigned: 'Anybody can have made it: nothing proves who it is from.',
      wrong:
        'Somebody has changed the file on its way, or signed it with another key. Nothing is taken from it.',
    },
    claims: (name: string) => `It says that it is from “${name}”.`,
    namesake: (name: string) =>
      `You know somebody called ${name}, and this is not their key. Ask them whether they have a new one before you take anything.`,
    forOthers: 'The signed list names other recipients than this vault: somebody has passed the file on.',
    addSender: 'Add to people…',
    note: 'Note',
    sent: (instant: string) => formatInstant(instant),
    when: 'Sent',
    contents: 'Inside',
    summary: (count: number, bytes: number) => `${files(count)}, ${formatBytes(bytes)}`,
    photos: (count: number) => photos(count),
    here: (count: number) => `${formatNumber(count)} already here`,
    more: (count: number) => `and ${files(count)} more`,
    album: 'Put into album',
    albumHint: 'Optional',
    start: (count: number) => `Import ${photos(count)}`,
    anyway: 'Import all the same',
    nothing: 'There is no photo in this file.',
    again: 'Open the file again…',
    goesOn: 'Goes on with its import: only what is missing is imported.',
    goOn: 'Go on',
  },

  people: {
    page: 'Sharing',
    title: 'People',
    text: 'Those you send to, and whose signatures you know. Kept in this vault, encrypted.',
    none: 'Nobody yet.',
    add: 'Add somebody…',
    name: 'Name',
    keys: 'Public keys',
    keysHint: 'Paste what they gave you: a text with “age1…”, or with “RW…” for their signatures.',
    fromFile: 'From a file or a QR picture…',
    words: 'Words to compare',
    wordsHint:
      'Ask them to read out the words of their own keys. If all eight are the same, the keys are really theirs.',
    save: 'Add',
    kinds: {
      hybrid: 'age, safe from quantum computers',
      x25519: 'age',
      signing: 'minisign',
    },
    removal: (name: string) => `Remove ${name}?`,
    removalText: (name: string) =>
      `You can send to ${name} no more, and their signature is unknown again. Photos you received stay.`,
    remove: 'Remove',
    removeWho: (name: string) => `Remove ${name}`,
    renameWho: (name: string) => `Rename ${name}`,
    rename: 'Rename',
    renamed: 'New name',
    since: (instant: string) => `Added ${formatInstant(instant)}`,
  },

  mine: {
    title: 'My keys',
    text: 'Give these to people who want to send you photos, or check your signature. They are no secret.',
    words: 'Words to compare aloud',
    copy: 'Copy',
    save: 'Save…',
    print: 'Print…',
    show: 'Show QR code',
    hide: 'Hide QR code',
    code: 'QR code of the public keys of this vault',
    saved: (path: string) => `Saved as ${path}`,
    sheet: (name: string) => `Public keys of “${name}”`,
    sheetText:
      'They are no secret. Whoever has them can send photos that only this vault opens, and check its signatures.',
  },

  provenance: {
    label: 'Received',
    from: {
      known: (name: string) => `From ${name}, signed`,
      own: () => 'From this vault itself, signed',
      unknown: (name: string) =>
        name === '' ? 'Signed by an unknown key' : `Called “${name}”, signed by an unknown key`,
      unsigned: (name: string) => (name === '' ? 'Not signed' : `Called “${name}”, not signed`),
    },
    in: (file: string, instant: string) => `${file}, ${formatInstant(instant)}`,
  },
} as const;
