/** @file Files from outside dropped on the page, as the system hands them over: only such ones have a path that the preload script can tell. */
import type { Locator, Page } from 'playwright';

/** Drags files or folders over something on the page and lets go; `above` runs in between. */
export async function dropFiles(
  page: Page,
  onto: Locator,
  files: readonly string[],
  above: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await onto.scrollIntoViewIfNeeded();
  const box = await onto.boundingBox();
  if (box === null) throw new Error('there is nothing to drop on');
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
    if (type === 'dragOver') await above();
  }
  await session.detach();
}
