/**
 * @file Answers `vault-media://<kind>/<photo id>` with bytes straight from the engine, whole or in part; Electron's main process. Knows
 * nothing of Electron. Nothing is kept here: a stream holds at most its window.
 */
import { mediaKinds } from '../../shared/contract.ts';
import { mediaScheme } from '../../shared/channels.ts';
import type { ErrorCode, Result } from '../../shared/errors.ts';
import { parseRange, type ByteRange } from '../../shared/ranges.ts';
import { parseRegion } from '../../shared/regions.ts';
import { commonHeaders } from './csp.ts';
import type { MediaAddress, OpenedMedia } from './media-client.ts';

/** What Chromium shows by itself, in an `<img>` or a `<video>`. Anything else is bytes to it, whatever the file claims to be. */
const shown = new Set([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/x-icon',
  'video/mp4',
  'video/webm',
  'video/quicktime',
  'video/x-matroska',
  'video/3gpp',
]);

type Open = (
  what: MediaAddress,
  range: ByteRange | null,
  signal: AbortSignal,
) => Promise<Result<OpenedMedia>>;

/**
 * @param origin of the page: it may read the pixels of what it shows, for a histogram or the first picture of a film, although the scheme is
 * another one
 */
export function mediaResponder(open: Open, origin: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const address = addressOf(request);
    if (address === undefined) return refusal(404);
    const range = parseRange(request.headers.get('range'));
    const opened = await open(address, range, request.signal);
    if (!opened.ok) return refusal(statusOf(opened.error.code));
    const { mime, size, name, part, body } = opened.value;
    if (part === null) return refusal(416, { 'Content-Range': `bytes */${size}` });
    return new Response(body, {
      status: range === null ? 200 : 206,
      headers: {
        ...mediaHeaders,
        'Access-Control-Allow-Origin': origin,
        'Content-Type': shown.has(mime) ? mime : 'application/octet-stream',
        ...(name !== undefined && { 'Content-Disposition': disposition(name) }),
        'Content-Length': String(part.end - part.start),
        ...(range !== null ? { 'Content-Range': `bytes ${part.start}-${part.end - 1}/${size}` } : {}),
      },
    });
  };
}

const mediaHeaders = {
  ...commonHeaders,
  'Accept-Ranges': 'bytes',
  // The page is of another scheme, hence of another site.
  'Cross-Origin-Resource-Policy': 'cross-origin',
  // Should a picture ever be opened as a page of its own, it can do nothing.
  'Content-Security-Policy': "default-src 'none'; sandbox",
} as const;

/** What a picture that is dragged out of the window is called where it is dropped (RFC 6266). */
function disposition(name: string): string {
  const plain = encodeURIComponent(name).replace(/['()*]/gu, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `inline; filename*=UTF-8''${plain}`;
}

function addressOf(request: Request): MediaAddress | undefined {
  if (request.method !== 'GET') return undefined;
  const found = new RegExp(
    `^${mediaScheme}://(\\w+)/([0-9a-f]{32})(?:\\?v=\\d{1,10}|\\?at=([\\d,]{7,43}))?$`,
    'u',
  ).exec(request.url);
  const kind = mediaKinds.find((known) => known === found?.[1]);
  const photo = found?.[2];
  const region = parseRegion(found?.[3] ?? '');
  if (kind === undefined || photo === undefined || (kind === 'region') !== (region !== null))
    return undefined;
  return { kind, photo, region };
}

function statusOf(code: ErrorCode): number {
  switch (code) {
    case 'not-found':
    case 'not-unlocked':
      return 404;
    case 'blob-missing':
    case 'blob-damaged':
    case 'thumbnail-damaged':
      return 410;
    case 'engine-gone':
      return 503;
    default:
      return 500;
  }
}

function refusal(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers: { ...mediaHeaders, ...headers } });
}
