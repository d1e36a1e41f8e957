/** @file English messages of "What a thief sees". What is said of each cipher is argued, with sources, in docs/insight.md. */
import { counted, formatBytes, formatInstant, formatNumber } from '../../lib/format.ts';

export const insight = {
  title: 'What a thief sees',
  open: 'What a thief sees…',
  description: (name: string) => `${name}: the photo, and what is on your disk instead of it.`,
  views: {
    disk: 'On your disk',
    ciphers: 'Ciphers compared',
    figures: 'All figures',
    about: 'What this means',
  },
  view: 'Part',
  opening: 'Reading the file…',
  computing: 'Computing…',
  save: 'Save report as PDF…',
  saved: (path: string, shown: boolean) =>
    shown
      ? `Saved: ${path}. The report shows the photo: anyone who has it can see it.`
      : `Saved: ${path}. The report names the photo.`,
  noPicture: 'So no picture stands here: beside it are the bytes of its file, drawn as a square.',
  onlyDrawing: 'There is no picture of this photo: the ciphers are tried on a drawing.',

  photo: 'Your photo',
  file: 'Its file on the disk',
  photoPicture: (name: string) => `${name}, small`,
  filePicture: 'The bytes of the encrypted file drawn as coloured dots: even noise without any shape',
  sameSize: (width: number, height: number) =>
    `${formatNumber(width)} × ${formatNumber(height)} dots, three bytes each: the first ${formatBytes(width * height * 3)} of the file, from its first byte on.`,
  partly: 'The file is shorter than the picture: the rest stays empty.',
  jpeg: 'Looking like noise proves little: the photo’s file looks like that too before it is encrypted, because it is compressed. That is why the ciphers are compared on bare pixels.',

  sees: 'What a thief does learn',
  seesName: 'Name of the file',
  seesNameText: 'drawn by lot; says nothing of the photo',
  seesSize: 'Size',
  seesSizeText: (stored: number, content: number) =>
    `${formatBytes(stored)}. The photo has ${formatBytes(content)}; lengths are rounded up so that one size stands for many.`,
  seesDate: 'Date of the file',
  seesDateText: (modified: string) =>
    `${formatInstant(modified)}: when it was encrypted, not when it was taken`,
  seesHeader: 'In the clear',
  seesHeaderText: (epoch: number) =>
    `the word LPBLOB1, key period ${formatNumber(epoch)}, the ids of the vault and of the file`,
  seesRest: 'Everything else',
  seesRestText: 'name, date, place, camera, albums, size in pixels, every pixel: nothing',
  dump: 'The first 192 bytes as they are',
  dumpLabel: 'The first bytes of the file, in hexadecimal and as text',

  histogram: 'Histogram',
  histogramOf: (what: string) =>
    `Histogram of ${what}: how often each brightness of red, green and blue occurs. The figures are in the table.`,
  histogramTable: 'The histogram as a table',
  values: 'Values',
  channels: ['Red', 'Green', 'Blue'],
  scatter: 'Neighbouring dots',
  scatterOf: (direction: string, what: string) =>
    `Pairs of neighbours (${direction}) of ${what}, one brightness across, the other up. Their correlation is in the table.`,
  directions: { horizontal: 'side by side', vertical: 'one above the other', diagonal: 'diagonal' },

  figures: 'Figures',
  figure: 'Figure',
  entropy: 'Entropy, bits a byte',
  chiSquare: 'χ² against evenness',
  correlation: (direction: string) => `Correlation, ${direction}`,
  repeated: 'Blocks that repeat',
  undefined: 'not defined',
  ideal: 'Ideal',
  idealEntropy: (most: string) => `8 (${most} for so many bytes)`,
  below: (limit: string) => `below ${limit}`,
  original: 'Its file before encryption',

  differences: 'What a small change does',
  change: 'Change',
  npcr: 'NPCR',
  uaci: 'UACI',
  pixelSame: 'One bit of one dot, same key and nonce',
  pixelAnew: 'One bit of one dot, encrypted as it is meant to be',
  keyBit: 'One bit of the key',
  between: (from: string, to: string) => `${from} to ${to}`,
  from: (from: string) => `from ${from}`,
  differencesDisk: {
    photo:
      'Measured on the middle of this photo, encrypted as the vault does it, by keys that were made for this and are gone already. The vault’s own keys are never used for experiments.',
    drawing:
      'Measured on a drawing, as there is no picture of this photo; encrypted as the vault does it, by keys that were made for this and are gone already. The vault’s own keys are never used for experiments.',
  },
  differencesNote: {
    fixed:
      'This cipher has no nonce: the same picture always becomes the same ciphertext, so both lines are the same measurement.',
    fresh:
      'The first line is what the literature measures; here it never happens, because every file gets a new nonce or key. Then the ciphertexts differ everywhere, whatever was changed. NPCR and UACI were made for ciphers without a nonce and say nothing about the safety of this one.',
  },

  subject: 'Try them on',
  measuredOn: { photo: 'Measured on the middle of this photo.', drawing: 'Measured on the drawing.' },
  subjects: { photo: 'Middle of this photo', drawing: 'A drawing' },
  subjectPicture: {
    photo: 'The middle of the photo, 256 dots wide at most',
    drawing: 'A drawing of a house under the sun',
  },
  plain: 'Unencrypted',
  list: 'Ciphers',
  encrypted: 'Encrypted',
  cipherPicture: (name: string) => `Ciphertext by ${name}`,
  verdicts: {
    unsafe: 'Unsafe',
    half: 'Unsafe by itself',
    safe: 'Safe',
    vault: 'Used by the vault',
  },
  hides: 'Hides',
  leaks: 'Leaks',
  noticed: 'Tampering',
  why: 'In practice',

  try: 'Try it: change the ciphertext as a thief could',
  flipOne: 'Change one byte',
  flipMany: 'Change a strip',
  undo: 'Undo',
  decrypted: 'Decrypted',
  decryptedPicture: (name: string) => `What ${name} decrypts now`,
  untouched: 'Nothing was changed yet: it decrypts to the picture.',
  opened: (flipped: number, changed: number) =>
    `${counted(flipped, 'byte', 'bytes')} changed. It decrypts without any complaint; ${counted(changed, 'dot is', 'dots are')} different now.`,
  refused: (flipped: number) =>
    `${counted(flipped, 'byte', 'bytes')} changed. Noticed: it refuses to decrypt, and shows nothing.`,
  refusedShort: 'Refused',
  tamperColumn: 'Tampering noticed',
  yes: 'yes',
  no: 'no',
  tableLabel: 'Figures of all ciphers',
  cipher: 'Cipher',
  tableNote:
    'Reading the table: the unsafe “permutation and diffusion” has figures as good as the safe ones. Such figures can show that a cipher is bad; they cannot show that it is good. What does: years of public attacks, proofs, and a tag that notices every change.',

  ciphers: {
    arnold: {
      name: 'Pixel permutation (Arnold’s cat map)',
      short: 'Pixel permutation',
      idea: 'Every dot moves to another place; none changes its colour.',
      hides: 'Shapes, at first sight.',
      leaks:
        'All colours: the histogram is that of the photo. Apply the map often enough and the photo comes back by itself. A few chosen pictures give away every place.',
      noticed: 'Never noticed.',
      why: 'Of use in magic tricks. The key has some 14 bits: a computer tries all in seconds.',
    },
    substitution: {
      name: 'Substitution without diffusion (S-box)',
      short: 'Substitution only',
      idea: 'Every brightness is replaced by another one, the same everywhere.',
      hides: 'The colours as such.',
      leaks:
        'Every shape: equal colours stay equal. It is the cryptogram of a puzzle page, and solved like one.',
      noticed: 'Never noticed.',
      why: 'One known picture gives the whole table.',
    },
    'aes-ecb': {
      name: 'AES in ECB mode',
      short: 'AES-ECB',
      idea: 'A strong cipher used badly: each block of 16 bytes by itself.',
      hides: 'What stands in a block.',
      leaks:
        'Which blocks are equal: flat areas, text and drawings shine through. Try the drawing. Photos with grain hide it better, scans and screenshots do not.',
      noticed: 'Never noticed; blocks can be exchanged and copied.',
      why: 'Never right for pictures. The same mode, of an older cipher, told in 2013 which of Adobe’s millions of users had the same password.',
    },
    logistic: {
      name: 'Logistic-map stream',
      short: 'Logistic stream',
      idea: 'A chaotic formula, x → r·x·(1−x), makes numbers that are mixed into the picture.',
      hides: 'Everything, in one picture by itself: histogram and correlation are perfect.',
      leaks:
        'The same numbers for every picture: two ciphertexts show the difference of two photos, and one known photo opens all others. In a computer chaos is a list of rounded numbers that repeats.',
      noticed: 'Never noticed; the thief chooses which bits turn over.',
      why: 'Proposed again and again since 1998; what was looked at closely was broken.',
    },
    'permute-diffuse': {
      name: 'Permutation and diffusion (chaotic)',
      short: 'Permute and diffuse',
      idea: 'Cat map and logistic map in turns, four times: the plan of most “chaotic image encryption”.',
      hides: 'Everything that these figures measure.',
      leaks:
        'Whether two pictures are the same. And the figures do not see the attack: ciphers of this plan were opened with a handful of chosen pictures.',
      noticed: 'Never noticed: some dots are wrong, and nobody is told.',
      why: 'All figures ideal, and broken: the reason why this page ends with words and not with figures.',
    },
    'aes-ctr': {
      name: 'AES in CTR mode',
      short: 'AES-CTR',
      idea: 'AES makes a stream from key and nonce; the picture is mixed into it.',
      hides: 'Everything but the length.',
      leaks: 'Nothing, as long as no nonce is ever used twice with the same key.',
      noticed: 'Never noticed: each bit that is changed turns over exactly that bit of the photo.',
      why: 'Half of a safe cipher. Without a tag a thief can paint in your photos without knowing them. Try the strip.',
    },
    'aes-gcm': {
      name: 'AES-GCM',
      short: 'AES-GCM',
      idea: 'CTR with a tag of 16 bytes over everything.',
      hides: 'Everything but the length.',
      leaks: 'Nothing, as long as no nonce comes twice; one that does gives away the key of the tags.',
      noticed: 'Always noticed; nothing is shown.',
      why: 'The web runs on it. Its nonce of 12 bytes is too short to be drawn by lot for very many files under one key, and without AES in the processor it is slow or leaks by its timing.',
    },
    'chacha20-poly1305': {
      name: 'ChaCha20-Poly1305',
      short: 'ChaCha20-Poly1305',
      idea: 'Another stream and another tag: additions, rotations and XOR, fast and with the same timing everywhere.',
      hides: 'Everything but the length.',
      leaks: 'Nothing, as long as no nonce comes twice.',
      noticed: 'Always noticed; nothing is shown.',
      why: 'As good as AES-GCM, on every processor. The nonce is as short.',
    },
    'xchacha20-poly1305': {
      name: 'XChaCha20-Poly1305',
      short: 'XChaCha20-Poly1305',
      idea: 'The same with a nonce of 24 bytes: long enough to be drawn by lot for ever.',
      hides: 'Everything; the vault rounds lengths as well.',
      leaks:
        'Nothing that anybody knows of. Used wrongly is hard here: every file has a key of its own, and every piece of it its number.',
      noticed: 'Always noticed, in every piece of 64 KiB; nothing of it is shown.',
      why: 'What your vault uses: no known attack, nothing given away by its timing, nothing to get wrong with nonces, and every change, swap or cut is noticed.',
    },
  },

  about: [
    {
      title: 'In short',
      text: [
        'Whoever takes your disk finds files of noise. This page takes one photo and shows both: what you see, and what they would see. Nothing here is a drawing made for show; the noise is read from the file itself.',
        'Noise alone is not safety, though. So the same photo is also put through ciphers that were proposed for pictures and turned out to be weak, beside those that have held. You can change their ciphertexts yourself.',
      ],
    },
    {
      title: 'Histogram and entropy',
      text: [
        'A histogram counts how often each brightness occurs. A photo has hills and valleys; good ciphertext is a flat line. Entropy puts that into one number: 8 bits a byte is perfectly even, 0 is one colour all over. So few bytes reach 8 only nearly.',
      ],
    },
    {
      title: 'Neighbours',
      text: [
        'In a photo a dot looks like the one beside it: the pairs lie on a line, and their correlation is near 1. In good ciphertext they fill the square, and it is near 0.',
      ],
    },
    {
      title: 'NPCR and UACI',
      text: [
        'Two figures of the image-encryption literature: how many bytes of the ciphertext change when a single bit of the picture or the key does (NPCR), and by how much on average (UACI). For an ideal cipher 99.6094 % and 33.4635 %.',
        'They make sense for ciphers that always turn the same picture into the same ciphertext. Modern ciphers add a nonce, a number used once: then even the same picture becomes another ciphertext each time. Both ways of measuring are shown.',
      ],
    },
    {
      title: 'What counts in the end',
      text: [
        'A cipher is trusted after years in which the best have tried to break it in public and failed; and when its use leaves nothing to get wrong. It must hide everything, and it must notice every change. Only the last three in the list do both.',
        'The formulas, the papers and what exactly is compared stand in docs/insight.md.',
      ],
    },
  ],
  sheetTitle: 'What a thief sees',
  sheetMade: (at: string) =>
    `Made by Lightproof on ${formatInstant(at)}. All figures were computed then, with keys thrown away afterwards.`,
  sheetSquare: {
    photo: 'The middle of the photo, and what each cipher makes of it',
    drawing: 'A drawing, and what each cipher makes of it',
  },
} as const;
