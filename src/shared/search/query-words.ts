/** @file Other words, English and German, for the keys and values of a search: “ohne:ort” is `no:place`. Pure TypeScript. */

const keys = new Map<string, string>([
  ['typ', 'type'],
  ['ist', 'is'],
  ['hat', 'has'],
  ['mit', 'has'],
  ['ohne', 'no'],
  ['sterne', 'rating'],
  ['bewertung', 'rating'],
  ['datum', 'date'],
  ['schlagwort', 'tag'],
  ['kamera', 'camera'],
  ['objektiv', 'lens'],
  ['ort', 'place'],
]);
const values = new Map<string, string>(
  Object.entries({
    favorite: 'favourite',
    favourites: 'favourite',
    favorites: 'favourite',
    archive: 'archived',
    alike: 'lookalike',
    'look-alike': 'lookalike',
    similar: 'lookalike',
    'same-size': 'samesize',
    duplicate: 'samesize',
    photos: 'photo',
    picture: 'photo',
    image: 'photo',
    videos: 'video',
    film: 'video',
    jpg: 'jpeg',
    heif: 'heic',
    tif: 'tiff',
    tag: 'tags',
    albums: 'album',
    location: 'place',
    gps: 'place',
    foto: 'photo',
    fotos: 'photo',
    bild: 'photo',
    animiert: 'animated',
    favorit: 'favourite',
    favoriten: 'favourite',
    archiv: 'archived',
    archiviert: 'archived',
    ähnlich: 'lookalike',
    ähnliche: 'lookalike',
    'gleich-groß': 'samesize',
    datum: 'date',
    ort: 'place',
    bildunterschrift: 'caption',
    schlagwort: 'tags',
    schlagwörter: 'tags',
    alben: 'album',
    bewertung: 'rating',
    sterne: 'rating',
  }),
);

/** The key that is meant, in lower case; the same where there is no other word for one. */
export function keyCalled(written: string): string {
  const key = written.normalize('NFC').toLowerCase();
  return keys.get(key) ?? key;
}

/** The value that is meant, in lower case; the same where there is no other word for one. */
export function valueCalled(written: string): string {
  const value = written.normalize('NFC').toLowerCase();
  return values.get(value) ?? value;
}
