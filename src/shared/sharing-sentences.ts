/** @file Sentences for what can go wrong when photos are sent and received; a part of `sentences.ts`. Pure TypeScript. */
import type { ErrorCode, ErrorParams } from './errors.ts';

export const sharingSentences = {
  'keys-none': () => 'There is no public key in this. A key begins with “age1”, or with “RW” for signatures.',
  'keys-invalid': ({ key = '' }) =>
    `What begins with “${String(key)}” is not a whole key, or one of two of the same kind. Ask for the text again, from beginning to end.`,
  'keys-secret': () =>
    'This is a secret key. Nobody but its owner should have it: tell them, and ask for the public one.',
  'person-known': ({ name = 'Somebody' }) => `${String(name)} has this key already.`,
  'person-named': () => 'There is already somebody of this name. Choose another one.',
  'person-keyless': ({ name = 'Somebody' }) =>
    `${String(name)} has no key that this can be encrypted to. Ask them for their public key of age.`,
  'send-nobody': () => 'Choose people to send to, or a passphrase.',
  'send-nothing': () => 'None of the photos could be put into the file, so there is none.',
  'package-exists': () =>
    'There is already something of this name. Choose another name: nothing is replaced.',
  'package-not-age': ({ why = '' }) =>
    why === 'armored'
      ? 'This is an age file written as text. Turn it into a plain one first, with the age tool.'
      : 'This is not a file that was encrypted with age.',
  'package-not-for-us': () =>
    'This file is encrypted to somebody else’s keys. Ask for it again, sent to the keys of this vault.',
  'package-passphrase': () => 'This file opens with a passphrase. Ask the person who has sent it.',
  'package-passphrase-wrong': () => 'That passphrase does not open this file. Check it and try again.',
  'package-recipients': ({ most = 128 }) =>
    `This file is for more than ${String(most)} people. Lightproof does not open it.`,
  'package-too-costly': () =>
    'Trying a passphrase on this file would take more memory than a computer should give for it. Lightproof does not open it.',
  'package-damaged': () =>
    'This file is damaged, or somebody has altered it. Nothing was taken from it. Ask for it again.',
  'package-truncated': () =>
    'The end of this file is missing. Nothing was taken from it. Copy or fetch it again.',
  'package-tar': () =>
    'What is inside this file is not an archive that Lightproof reads (tar). Nothing was taken from it.',
  'package-unsafe': ({ what = '' }) =>
    ({
      path: 'A name in this file leads out of its folder. Nothing was taken from it.',
      link: 'There is a link in this file, and not only photos. Nothing was taken from it.',
      device: 'There is something in this file that is no file at all. Nothing was taken from it.',
      twice: 'Two files in it have the same name. Nothing was taken from it.',
    })[String(what)] ??
    'There is something in this file that Lightproof does not know. Nothing was taken from it.',
  'package-too-many': ({ most = 100_000 }) =>
    `There are more than ${String(most)} files in it. Nothing was taken from it.`,
  'package-mismatch': () =>
    'What is inside is not what its own list says: files were added, removed or changed. Nothing was taken from it.',
  'package-unsigned': () =>
    'Nobody has signed this file: nothing proves who made it. Nothing was taken from it.',
  'package-unknown-signer': () =>
    'It is signed by somebody whose key is not among your people. Nothing was taken from it.',
  'package-signature-wrong': () =>
    'Its signature is not that of what is inside: somebody has changed it on the way, or it was signed by another key. Nothing was taken from it.',
  'package-other': () =>
    'What lies there now is not the file that this import has come from. Nothing was taken from it. Choose Receive to open it.',
  'package-again': () => 'Open the file that you received again: what is here already is passed over.',
} satisfies Partial<Record<ErrorCode, (params: ErrorParams) => string>>;
