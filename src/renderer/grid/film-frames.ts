/**
 * @file Pictures of films: while the tile of one without a picture is on screen, the film is opened, and its first picture that is not black is
 * drawn and handed to the engine, once and for all (docs/decisions/010-films.md). One film at a time. Runs in the renderer.
 */
import type { Id } from '../../shared/contract.ts';
import { call } from '../lib/api.ts';

/** Long edge of what is drawn, in pixels: what the engine makes of it is half of that. */
const longest = 880;
/** A film that has not opened, or gone to another place, within this time (ms) is let be until the vault is next unlocked. */
const patience = 15_000;
/** Where films are looked at, in seconds, until one of the pictures is not black. */
const places = [0, 0.5, 1, 2, 4, 8];
/** Longest time (ms) that a picture comes later than its place is reached. */
const lag = 1000;
/** Mean brightness, of 255, below which a picture is as good as black. */
const dark = 14;

class FilmFrames {
  readonly #waiting = new Set<Id>();
  /** They have their picture, or there is none to be had. */
  readonly #done = new Set<Id>();
  #current: { readonly id: Id; readonly stop: AbortController } | null = null;

  /** Makes the picture of a film, when its turn comes, unless the returned function is called before. */
  want(id: Id): () => void {
    if (this.#done.has(id)) return () => undefined;
    this.#waiting.add(id);
    void this.#next();
    return () => {
      this.#waiting.delete(id);
      if (this.#current?.id === id) this.#current.stop.abort();
    };
  }

  async #next(): Promise<void> {
    if (this.#current !== null) return;
    const [id] = this.#waiting;
    if (id === undefined) return;
    const stop = new AbortController();
    this.#current = { id, stop };
    this.#waiting.delete(id);
    const finished = await makeFrame(id, stop.signal);
    this.#current = null;
    if (finished) this.#done.add(id);
    void this.#next();
  }
}

/** Whether that is all there is to do: false when it was given up. Without a picture the film's file card stays; opening it says why. */
async function makeFrame(id: Id, signal: AbortSignal): Promise<boolean> {
  const video = document.createElement('video');
  video.crossOrigin = 'anonymous'; // without it no pixel could be read
  video.muted = true;
  video.preload = 'auto';
  try {
    const opened = happens(video, 'loadeddata', signal);
    video.src = `vault-media://original/${id}`;
    await opened;
    const drawn = await firstSeen(video, signal);
    if (drawn === null) return true;
    const picture = new Uint8Array(
      await (await drawn.convertToBlob({ type: 'image/webp', quality: 0.9 })).arrayBuffer(),
    );
    const { videoWidth: width, videoHeight: height } = video;
    await call('library.putFrame', { id, picture, width, height }, { signal });
    return true;
  } catch {
    return !signal.aborted;
  } finally {
    // Ends what is being read.
    video.removeAttribute('src');
    video.load();
  }
}

/** The first picture that is not black, or the brightest of those looked at; null when there are none. */
async function firstSeen(video: HTMLVideoElement, signal: AbortSignal): Promise<OffscreenCanvas | null> {
  if (video.videoWidth === 0) return null;
  let best: { readonly canvas: OffscreenCanvas; readonly light: number } | null = null;
  for (const place of places) {
    if (place > 0) {
      if (!(place < video.duration)) break;
      const there = happens(video, 'seeked', signal);
      const seen = nextPicture(video);
      video.currentTime = place;
      await there;
      await seen;
    }
    const canvas = draw(video);
    const light = brightness(canvas);
    if (best === null || light > best.light) best = { canvas, light };
    if (light >= dark) break;
  }
  return best?.canvas ?? null;
}

/** Until another picture is there: a busy machine says that it has gone to a place before it has decoded what is seen there. */
function nextPicture(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, lag); // a film that stands still has no other
    video.requestVideoFrameCallback(() => resolve());
  });
}

function draw(video: HTMLVideoElement): OffscreenCanvas {
  const scale = Math.min(1, longest / Math.max(video.videoWidth, video.videoHeight));
  const [width, height] = [video.videoWidth * scale, video.videoHeight * scale].map((edge) =>
    Math.max(1, Math.round(edge)),
  ) as [number, number]; // of two made two
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d', { willReadFrequently: true })?.drawImage(video, 0, 0, width, height);
  return canvas;
}

/** Mean of the green channel, which is most of what is seen as brightness. */
function brightness(canvas: OffscreenCanvas): number {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const pixels = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray(4);
  let sum = 0;
  for (let at = 1; at < pixels.length; at += 4) sum += pixels[at] ?? 0;
  return sum / (pixels.length / 4);
}

/** Rejects when the film fails, when it takes too long, and when it is given up. */
function happens(video: HTMLVideoElement, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (): void => reject(new Error(event));
    const timer = setTimeout(failed, patience);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    video.addEventListener(event, done, { once: true });
    video.addEventListener('error', failed, { once: true });
    signal.addEventListener('abort', failed, { once: true });
  });
}

/** The page's. */
export const filmFrames = new FilmFrames();
