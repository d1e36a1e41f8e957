/**
 * @file Measures inside the page, from outside of the app's own code: frames, long tasks, how long tiles in view are blank, and when
 * something is first seen. The functions here are sent to the page as text: each must be whole by itself.
 */
import type { Page } from 'playwright';

export interface Frames {
  /** ms from one animation frame to the next, while something was asked of the page. */
  readonly deltas: readonly number[];
  /** ms of every task over 50 ms. */
  readonly longTasks: readonly number[];
  /** ms that a tile in view showed no thumbnail, of every tile that was in view. */
  readonly blanks: readonly number[];
  /** Of those, how many left the view before their thumbnail was shown. */
  readonly missed: number;
  /** ms that the watching itself took, a frame. */
  readonly own: readonly number[];
}

declare global {
  var lightproofProbe: { readonly stop: () => Frames } | undefined;
  var lightproofSights: Promise<Record<string, number>> | undefined;
}

/** Begins to watch frames and, when there are any, tiles. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const deltas: number[] = [];
    const longTasks: number[] = [];
    const blanks: number[] = [];
    const own: number[] = [];
    let missed = 0;
    /** Photos in view whose thumbnail is not there, and since when. */
    let waiting = new Map<string, number>();
    let drawn = new Set<string>();
    let before = 0;
    let running = true;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) longTasks.push(entry.duration);
    });
    observer.observe({ type: 'longtask' });
    const look = (now: number): void => {
      const stillWaiting = new Map<string, number>();
      const nowDrawn = new Set<string>();
      for (const tile of document.querySelectorAll<HTMLElement>('[role=listbox] [data-photo]')) {
        const box = tile.getBoundingClientRect();
        if (box.bottom <= 48 || box.top >= innerHeight) continue;
        const id = tile.dataset['photo'] ?? '';
        const image = tile.querySelector('img');
        if (image?.classList.contains('shown') === true && image.complete) {
          nowDrawn.add(id);
          const since = waiting.get(id);
          if (since !== undefined) blanks.push(now - since);
          else if (!drawn.has(id)) blanks.push(0);
        } else stillWaiting.set(id, waiting.get(id) ?? now);
      }
      for (const [id, since] of waiting)
        if (!stillWaiting.has(id) && !nowDrawn.has(id)) {
          blanks.push(now - since);
          missed += 1;
        }
      waiting = stillWaiting;
      drawn = nowDrawn;
    };
    const frame = (now: number): void => {
      if (!running) return;
      if (before !== 0) deltas.push(now - before);
      before = now;
      const start = performance.now();
      look(now);
      own.push(performance.now() - start);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    globalThis.lightproofProbe = {
      stop: () => {
        running = false;
        observer.disconnect();
        return { deltas, longTasks, blanks, missed, own };
      },
    };
  });
}

export async function framesSince(page: Page): Promise<Frames> {
  return page.evaluate(() => {
    const probe = globalThis.lightproofProbe;
    if (probe === undefined) throw new Error('nothing is being watched');
    return probe.stop();
  });
}

/** Something to be seen: the first frame in which the page's answer is yes. */
type Sight = 'first tile' | 'all tiles' | 'viewer thumbnail' | 'viewer picture' | 'no viewer';

/**
 * Watches for the next `event` and what is seen after it. Answers, in ms after the event's own time stamp, when each sight was in a
 * frame that had been drawn.
 */
export async function sightsAfter(
  page: Page,
  event: 'click' | 'keydown',
  sights: readonly Sight[],
  act: () => Promise<void>,
): Promise<Readonly<Record<string, number>>> {
  await page.evaluate(
    ([type, wanted]) => {
      globalThis.lightproofSights = new Promise<Record<string, number>>((resolve, reject) => {
        setTimeout(() => reject(new Error(`not seen within 30 s: ${wanted.join(', ')}`)), 30_000);
        const inView = (): HTMLElement[] =>
          [...document.querySelectorAll<HTMLElement>('[role=listbox] [data-photo]')].filter((tile) => {
            const box = tile.getBoundingClientRect();
            return box.width > 0 && box.bottom > 48 && box.top < innerHeight;
          });
        const isDrawn = (tile: HTMLElement): boolean => {
          const image = tile.querySelector('img');
          return image?.classList.contains('shown') === true && image.complete;
        };
        const pictures = (): HTMLImageElement[] =>
          [...document.querySelectorAll<HTMLImageElement>('.viewer .stage img')].filter(
            (image) => image.complete && image.naturalWidth > 0 && image.checkVisibility(),
          );
        const answers: Record<string, () => boolean> = {
          'first tile': () => inView().some(isDrawn),
          'all tiles': () => inView().length > 0 && inView().every(isDrawn),
          'viewer thumbnail': () => pictures().length > 0,
          'viewer picture': () => pictures().some((image) => !image.src.includes('//thumb/')),
          'no viewer': () => document.querySelector('.viewer') === null && inView().some(isDrawn),
        };
        const times: Record<string, number> = {};
        const begin = (occurred: Event): void => {
          const look = (): void => {
            const missing = wanted.filter((sight) => !(sight in times));
            const found = missing.filter((sight) => answers[sight]?.() === true);
            if (found.length === 0) {
              requestAnimationFrame(look);
              return;
            }
            // What is there now is in the picture this frame draws: over when the next task runs.
            const channel = new MessageChannel();
            channel.port1.onmessage = () => {
              for (const sight of found) times[sight] = performance.now() - occurred.timeStamp;
              if (missing.length === found.length) resolve(times);
              else requestAnimationFrame(look);
            };
            channel.port2.postMessage(null);
          };
          requestAnimationFrame(look);
        };
        addEventListener(type, begin, { once: true, capture: true });
      });
    },
    [event, sights as Sight[]] as const,
  );
  await act();
  return page.evaluate(() => globalThis.lightproofSights ?? {});
}
