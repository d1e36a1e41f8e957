/** @file The JSON that Google Takeout puts beside a picture, and into the folder of an album. Runs in the engine. */
import * as v from 'valibot';
import { captionOf, listOf, placeOf, type SidecarFacts } from './facts.ts';
import { NotReadable } from './xml.ts';

const Geo = v.optional(
  v.object({ latitude: v.number(), longitude: v.number(), altitude: v.optional(v.number()) }),
);
const Picture = v.object({
  title: v.optional(v.string()),
  description: v.optional(v.string()),
  photoTakenTime: v.object({ timestamp: v.pipe(v.string(), v.regex(/^-?\d{1,12}$/)) }),
  geoData: Geo,
  geoDataExif: Geo,
  favorited: v.optional(v.boolean()),
});
const Album = v.object({ title: v.string() });

/** @throws NotReadable */
export function readTakeout(text: string): SidecarFacts {
  const picture = v.safeParse(Picture, parsed(text));
  if (!picture.success) throw new NotReadable('no Takeout');
  const { description, photoTakenTime, geoData, geoDataExif, favorited } = picture.output;
  const takenAt = Number(photoTakenTime.timestamp) * 1000;
  const year = new Date(takenAt).getUTCFullYear();
  const caption = captionOf(description ?? '');
  // 0, 0 stands for an unknown place.
  const place = [geoData, geoDataExif].find(
    (one) => one !== undefined && (one.latitude !== 0 || one.longitude !== 0),
  );
  return {
    // The beginning of 1970, to the second, stands for an unknown time.
    ...(takenAt !== 0 && year > 0 && year < 10_000 && { takenAt }),
    ...(place !== undefined &&
      placeOf(place.latitude, place.longitude, place.altitude === 0 ? null : (place.altitude ?? null))),
    ...(caption !== undefined && { caption }),
    ...(favorited === true && { favourite: true as const }),
  };
}

/** "Photos from 2019", in the languages it is written in: a folder of a year, no album. */
const ofAYear =
  /^(?:photos from|fotos von|photos de|fotos de|fotos del|foto del|foto's uit|zdjęcia z|foton från|bilder fra|billeder fra)\s\d{4}$/iu;

/** The name of the album whose folder this is; null when the folder is none. @throws NotReadable */
export function readTakeoutAlbum(text: string): string | null {
  const album = v.safeParse(Album, parsed(text));
  if (!album.success) throw new NotReadable('no Takeout');
  const [title = ''] = listOf([album.output.title]) ?? [];
  return title === '' || ofAYear.test(title) ? null : title;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotReadable('no JSON');
  }
}
