/** @file What people have written about a photo: title, caption, keywords, rating, out of XMP, IPTC and EXIF; decoder process. */
import type { PictureFacts } from '../../shared/decoding.ts';
import { properties, property } from './xmp.ts';

export type Words = Pick<PictureFacts, 'title' | 'caption' | 'keywords' | 'rating'>;

/** Tags by name, in the shapes of the metadata reader: nothing is taken for granted. */
type Tags = Readonly<Record<string, unknown>>;

const LONGEST_CAPTION = 2000;
const LONGEST_WORD = 100;
const MOST_KEYWORDS = 100;

/** What cameras write by themselves into the place of a caption. */
const BY_THE_CAMERA =
  /^(?:olympus digital camera|sony dsc|minolta digital camera|samsung digital camera|konica minolta digital camera|digital camera|kodak .*camera|dcim\b.*|dji\b.*|exif[ _]jpeg.*|jpeg|lead technologies.*|<.*>|charset=.*|screenshot|default|untitled|maker:.*|cof|oznor|dav|sdr|hdr|hdrpl|mde|rhdr|ptr|qrf|binary comment|ascii)$/iu;

/** XMP is asked first: programs that keep all three write that one best. */
export function wordsOf(xmp: string, exif: Tags, iptc: Tags): Words {
  const ofXmp = (...names: string[]): string | null => property(xmp, ...names);
  const keywords = [
    ...properties(xmp, 'dc:subject'),
    ...leaves(xmp),
    ...all(iptc['Keywords']),
    ...(windows(exif['XPKeywords'])?.split(';') ?? []),
  ];
  return {
    title: line(ofXmp('dc:title') ?? described(iptc['Object Name']) ?? windows(exif['XPTitle'])),
    caption:
      caption(ofXmp('dc:description')) ??
      caption(described(iptc['Caption/Abstract'])) ??
      caption(ascii(exif['ImageDescription'])) ??
      caption(comment(exif['UserComment'])) ??
      caption(windows(exif['XPComment'])),
    keywords: [...new Set(keywords.flatMap((word) => line(word) ?? []))].slice(0, MOST_KEYWORDS),
    rating: stars(ofXmp('xmp:Rating', 'xap:Rating')) ?? stars(single(exif['Rating'])),
  };
}

/** Of trees of keywords the last word of each: some programs write only the trees. darktable's own marks are none. */
function leaves(xmp: string): string[] {
  const trees = [
    ...properties(xmp, 'lr:hierarchicalSubject').map((path) => path.split('|')),
    ...properties(xmp, 'digiKam:TagsList').map((path) => path.split('/')),
  ];
  return trees.flatMap((path) => (path[0] === 'darktable' ? [] : (path.at(-1) ?? [])));
}

function caption(raw: string | null): string | null {
  const clean = (raw ?? '')
    .replace(/\r\n?/gu, '\n')
    .replace(/[^\P{C}\n\t\u200d]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_CAPTION)
    .toWellFormed();
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(clean) && !BY_THE_CAMERA.test(clean) ? clean : null;
}

function line(raw: string | null): string | null {
  const clean = (raw ?? '')
    .replace(/[^\P{C}\u200d]+|\s+/gu, ' ')
    .trim()
    .slice(0, LONGEST_WORD)
    .trim()
    .toWellFormed();
  return clean === '' ? null : clean;
}

/** 1–5; no rating is 0, rejected −1, and neither is a fact to keep. */
function stars(raw: unknown): number | null {
  const amount = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
  return typeof amount === 'number' && amount >= 1 && amount <= 5 ? Math.round(amount) : null;
}

function value(tag: unknown): unknown {
  return typeof tag === 'object' && tag !== null && 'value' in tag ? tag.value : undefined;
}

function single(tag: unknown): unknown {
  const raw = value(tag);
  return Array.isArray(raw) ? (raw as unknown[])[0] : raw; // unknown[]: isArray says any[]
}

function ascii(tag: unknown): string | null {
  const first = single(tag);
  return typeof first === 'string' ? asUtf8(first) : null;
}

/** Cameras mean UTF-8 today, whatever EXIF says; the reader gives bytes one by one. */
function asUtf8(text: string): string {
  const points = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  if (points.every((point) => point < 0x80) || points.some((point) => point > 0xff)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return text; // Latin-1 after all.
  }
}

/** Text of an IPTC tag, in the character set the file names. */
export function described(tag: unknown): string | null {
  const one: unknown = Array.isArray(tag) ? tag[0] : tag;
  return typeof one === 'object' &&
    one !== null &&
    'description' in one &&
    typeof one.description === 'string'
    ? one.description
    : null;
}

function all(tag: unknown): string[] {
  return (Array.isArray(tag) ? tag : [tag]).slice(0, MOST_KEYWORDS).flatMap((one) => described(one) ?? []);
}

/** Eight bytes name the character set (EXIF 2.32 §4.6.5). */
function comment(tag: unknown): string | null {
  const bytes = octets(tag);
  if (bytes === null) return null;
  const set = bytes.toString('latin1', 0, 8);
  const rest = bytes.subarray(8);
  if (set.startsWith('ASCII')) return asUtf8(untilZero(rest.toString('latin1')));
  return set.startsWith('UNICODE') ? untilZero(rest.subarray(0, rest.length & ~1).toString('utf16le')) : null;
}

/** What Windows writes: UTF-16 in bytes. */
function windows(tag: unknown): string | null {
  const bytes = octets(tag);
  return bytes === null ? null : untilZero(bytes.subarray(0, bytes.length & ~1).toString('utf16le'));
}

function octets(tag: unknown): Buffer | null {
  const raw = value(tag);
  if (!Array.isArray(raw) || raw.length === 0) return null;
  const bytes = (raw as unknown[]).slice(0, 2 * LONGEST_CAPTION); // unknown[]: isArray says any[]
  return bytes.every((byte) => typeof byte === 'number') ? Buffer.from(bytes) : null;
}

function untilZero(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
