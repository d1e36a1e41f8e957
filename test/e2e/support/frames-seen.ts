/** @file What is seen in the viewer, frame by frame: what is there counts, not when. */
import type { Page } from 'playwright';

/** Notes for every frame that is drawn from now on what is seen in the viewer, and under which name. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frames: string[] = [];
    const seen = (element: Element | null | undefined): boolean =>
      element?.checkVisibility({ opacityProperty: true }) === true &&
      element.getBoundingClientRect().width > 0;
    const look = (): void => {
      const shown = document.querySelector('.viewer');
      const images = [...(shown?.querySelectorAll<HTMLImageElement>('.stage img') ?? [])];
      const image = images.find((one) => one.complete && one.naturalWidth > 0 && seen(one));
      const video = shown?.querySelector<HTMLVideoElement>('video.shown');
      const ground = shown?.querySelector<HTMLElement>('.stage canvas');
      const kinds = {
        picture: image !== undefined,
        film: seen(video) && (video?.readyState ?? 0) >= HTMLMediaElement.HAVE_CURRENT_DATA,
        file: seen(shown?.querySelector('.kept svg')),
        colour: ground?.style.backgroundColor !== '' && seen(ground),
      };
      const what = Object.entries(kinds).find(([, is]) => is)?.[0] ?? 'nothing';
      const id = /[0-9a-f]{32}/u.exec(image?.src ?? '')?.[0] ?? '';
      const position = [...(shown?.querySelectorAll('.position') ?? [])].at(0)?.textContent ?? '';
      frames.push([what, id, `${shown?.getAttribute('aria-label') ?? ''} ${position}`].join('|'));
      frame = requestAnimationFrame(look);
    };
    let frame = requestAnimationFrame(look);
    Object.assign(window, {
      framesSeen: () => {
        cancelAnimationFrame(frame);
        return frames;
      },
    });
  });
}

/** What was seen, which photo it was if it was a picture, and the name and place that stood over it. */
export async function framesSeen(page: Page): Promise<[what: string, id: string, name: string][]> {
  const frames = await page.evaluate(
    () => (window as unknown as { framesSeen: () => string[] }).framesSeen(), // put there above
  );
  return frames.map((frame) => {
    const [what = '', id = '', name = ''] = frame.split('|');
    return [what, id, name];
  });
}

/** What is there now has been drawn. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}
