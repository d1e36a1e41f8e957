/** @file Whether everything on screen has room: nothing reaches out of the window, is cut off, or lies under something else. */
import type { Page } from 'playwright';
import { expect } from 'playwright/test';

/** Waits until everything fits: what has just been opened may still be moving. */
export async function expectFits(page: Page, screen: string): Promise<void> {
  await expect.poll(() => page.evaluate(misfits), { message: screen }).toEqual([]);
}

/** Makes every text longer by two fifths, as other languages do, for as long as `check` runs. */
export async function withLongerWords(page: Page, check: () => Promise<void>): Promise<void> {
  const texts = await page.evaluateHandle(() => {
    const grown: [Text, string][] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.nodeValue ?? '';
      const fixed = node.parentElement?.closest(
        'style, option, kbd, .numbers, [role=listbox], .visually-hidden',
      );
      if (fixed !== null || !/\p{L}{2}/u.test(text)) continue;
      const more = 'lange Wörter '.repeat(20).slice(0, Math.max(2, Math.ceil(text.trim().length * 0.4)));
      grown.push([node as Text, text]); // what the walker was asked for
      node.nodeValue = `${text.trimEnd()} ${more.trim()}${/\s$/u.test(text) ? ' ' : ''}`;
    }
    return grown;
  });
  await check();
  await texts.evaluate((grown) => {
    for (const [node, text] of grown) node.nodeValue = text;
  });
}

/** Runs in the page. What is wrong, in words; photos of the timeline are not looked at. */
export function misfits(): string[] {
  const wrong: string[] = [];
  if (document.documentElement.scrollWidth > innerWidth + 1) wrong.push('the page is wider than the window');
  const dialogs = [...document.querySelectorAll('[role=dialog], [role=alertdialog], [role=menu]')];
  const top = dialogs.at(-1) ?? document.body;

  /** What of an element is inside all that cuts it off. */
  const seen = (element: Element): DOMRect => {
    const box = element.getBoundingClientRect();
    let [left, upper, right, lower] = [
      Math.max(0, box.left),
      Math.max(0, box.top),
      Math.min(innerWidth, box.right),
      Math.min(innerHeight, box.bottom),
    ];
    for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
      if (getComputedStyle(parent).overflow === 'visible') continue;
      const around = parent.getBoundingClientRect();
      [left, upper] = [Math.max(left, around.left), Math.max(upper, around.top)];
      [right, lower] = [Math.min(right, around.right), Math.min(lower, around.bottom)];
    }
    return new DOMRect(left, upper, Math.max(0, right - left), Math.max(0, lower - upper));
  };
  const scrolls = (element: Element): boolean => {
    for (let parent = element.parentElement; parent !== null; parent = parent.parentElement)
      if (
        /auto|scroll/u.test(getComputedStyle(parent).overflowY) &&
        parent.scrollHeight > parent.clientHeight
      )
        return true;
    return false;
  };

  for (const element of top.querySelectorAll<HTMLElement>(
    'button, a, input, select, textarea, summary, [role=tab], [role=slider], [role=menuitem], h1, h2, h3, p, label, legend, dt, dd',
  )) {
    if (
      element.closest('.visually-hidden, [aria-hidden=true], [inert], [role=listbox], nav .row, .plane') !==
      null
    )
      continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const name = (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40);
    const what = `${element.tagName.toLowerCase()} “${name}”`;
    if (box.left < -1 || box.right > innerWidth + 1) wrong.push(`${what} reaches out of the window`);
    if (!scrolls(element) && (box.top < -1 || box.bottom > innerHeight + 1))
      wrong.push(`${what} cannot be reached`);
    const { overflowX, textOverflow } = getComputedStyle(element);
    if (
      element.scrollWidth > element.clientWidth + 1 &&
      overflowX !== 'visible' &&
      textOverflow !== 'ellipsis'
    )
      if (!(element instanceof HTMLInputElement)) wrong.push(`${what} is cut off`);
    if (!element.matches('button, a, select, textarea, [role=tab], input:not(fieldset input)')) continue;
    const part = seen(element);
    if (part.width < box.width * 0.6 || part.height < box.height * 0.6) continue; // scrolled away
    const over = document.elementFromPoint(part.x + part.width / 2, part.y + part.height / 2);
    if (
      over !== null &&
      !element.contains(over) &&
      !over.contains(element) &&
      over.closest('label')?.contains(element) !== true
    )
      wrong.push(
        `${what} lies under ${over.tagName.toLowerCase()} “${over.textContent.trim().slice(0, 30)}”`,
      );
  }
  return wrong;
}
