/** @file What the decoder found out about a picture as the fields of its record (docs/format.md §5.4). Runs in the engine. */
import type { ExposureRecord, PhotoProblem, PhotoRecord } from '../catalog/index.ts';
import type { DecodedPicture, Exposure, PictureProblem } from '../media/types.ts';

type Facts = Pick<
  PhotoRecord,
  | 'width'
  | 'height'
  | 'capturedAt'
  | 'camera'
  | 'lens'
  | 'exposure'
  | 'latitude'
  | 'longitude'
  | 'altitude'
  | 'animated'
  | 'title'
  | 'caption'
  | 'tags'
  | 'rating'
  | 'duration'
  | 'pairId'
  | 'color'
  | 'thumbhash'
  | 'look'
  | 'problem'
>;

const problems: Readonly<Record<Exclude<PictureProblem, 'none'>, PhotoProblem>> = {
  truncated: 'picture-truncated',
  unsupported: 'picture-unsupported',
  damaged: 'picture-damaged',
  'too-large': 'picture-too-large',
  timeout: 'picture-timeout',
  crashed: 'decoder-crashed',
};

export function factsOf(picture: DecodedPicture): Facts {
  const { facts, problem } = picture;
  return present({
    width: facts.width,
    height: facts.height,
    capturedAt: facts.capturedAt,
    camera: facts.camera,
    lens: facts.lens,
    exposure: facts.exposure === null ? null : exposureOf(facts.exposure),
    latitude: facts.latitude,
    longitude: facts.longitude,
    altitude: facts.altitude,
    animated: facts.animated ? true : null,
    title: facts.title,
    caption: facts.caption,
    tags: facts.keywords.length === 0 ? null : facts.keywords,
    rating: facts.rating,
    duration: facts.duration,
    pairId: facts.pairId,
    color: picture.color,
    thumbhash: picture.thumbhash === null ? null : Buffer.from(picture.thumbhash).toString('base64'),
    look: picture.look,
    problem: problem === 'none' ? null : problems[problem],
  });
}

function exposureOf({
  seconds,
  fNumber,
  iso,
  focalLengthMm,
  focalLength35Mm,
}: Exposure): ExposureRecord | null {
  const known = present({ seconds, fNumber, iso, focalLengthMm, focalLength35Mm });
  return Object.keys(known).length === 0 ? null : known;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], null> };

/** Without the fields that are null. */
function present<T extends object>(fields: T): Present<T> {
  const known = Object.entries(fields).filter(([, value]) => value !== null);
  return Object.fromEntries(known) as Present<T>; // the same keys, their nulls filtered out on the line above
}
