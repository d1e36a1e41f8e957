/**
 * @file Gives the keyboard somewhere to go on from when what had it is gone: a row that was deleted, a notice that was closed, a form that was sent.
 * Otherwise the next Tab begins at the top of the window, and a screen reader says nothing. Runs in the renderer.
 */

const reachable = ['a[href]', 'button', 'input', 'select', 'textarea', '[tabindex="0"]']
  .map((one) => `${one}:not(:disabled, [tabindex="-1"])`)
  .join();
const dialogs = '[role="dialog"], [role="alertdialog"]';
const regions = 'nav, main';
/** Where one is in a region: better than what comes first in it. */
const entries = '[role="option"][tabindex="0"], [aria-current]:is(button, a)';

/** Follows the keyboard until the returned function is called. */
export function keepFocus(): () => void {
  /** What had the keyboard last, and all it was in, from the inside out; nothing once somebody went elsewhere by themselves. */
  let before: readonly Element[] = [];
  let due = false;

  const remember = ({ target }: FocusEvent): void => {
    before = [];
    for (let at = target instanceof Element ? target : null; at !== null; at = at.parentElement)
      before = [...before, at];
  };
  const forget = (): void => {
    before = [];
  };
  /** Whoever has clicked on nothing wants nothing; what is leaving the page has not left it yet. */
  const leave = ({ target }: FocusEvent): void =>
    queueMicrotask(() => {
      if (isNowhere() && target === before[0] && target instanceof Element && canHold(target)) forget();
    });
  const look = (): void => {
    const [last] = before;
    if (last !== undefined && isNowhere() && isGone(last)) heir(before)?.focus({ preventScroll: true });
  };
  /** Whoever has taken it away may be about to give it to something; but a dialog at once gives it to its cross. */
  const change = (): void => {
    if (before.length === 0) return;
    if (before.some((one) => one.isConnected && one.matches(dialogs))) look();
    if (!isNowhere() || due) return;
    due = true;
    setTimeout(() => {
      due = false;
      look();
    }, 50);
  };

  const observer = new MutationObserver(change);
  observer.observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: ['inert'],
  });
  document.addEventListener('focusin', remember);
  document.addEventListener('focusout', leave);
  document.addEventListener('pointerdown', forget);
  return () => {
    observer.disconnect();
    document.removeEventListener('focusin', remember);
    document.removeEventListener('focusout', leave);
    document.removeEventListener('pointerdown', forget);
  };
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** A field that is disabled while its form is at work comes back, and takes the keyboard again. */
function isGone(element: Element): boolean {
  return (
    !element.isConnected ||
    element.closest('[inert]') !== null ||
    !element.checkVisibility({ visibilityProperty: true })
  );
}

function canHold(element: Element): boolean {
  return !isGone(element) && !element.matches(':disabled');
}

/** What is nearest to where the keyboard was: in the dialog that is open, else beside it, else the photos, else the section they are missing from. */
function heir(before: readonly Element[]): HTMLElement | null {
  const open = [...document.querySelectorAll<HTMLElement>(dialogs)].filter(canHold).at(-1);
  const around = before.filter((one) => one.isConnected);
  const here = around.findIndex((one) => (open === undefined ? one.matches(regions) : one === open));
  for (const one of around.slice(0, here + 1)) {
    const found = firstIn(one);
    if (found !== null) return found;
  }
  if (open !== undefined) return open;
  const main = document.querySelector('main');
  // Photos that are being read will be there in a moment.
  const coming = main?.querySelector('[role="listbox"]:empty') !== null;
  return firstIn(main) ?? (coming ? null : firstIn(document.querySelector('nav')));
}

/** Where the keyboard comes to when it goes back from the beginning of a region. */
export function lastIn(region: Element | null): HTMLElement | null {
  return [...(region?.querySelectorAll<HTMLElement>(reachable) ?? [])].findLast(canHold) ?? null;
}

function firstIn(region: Element | null): HTMLElement | null {
  const found = [entries, reachable].flatMap((one) => [
    ...(region?.querySelectorAll<HTMLElement>(one) ?? []),
  ]);
  return found.find(canHold) ?? null;
}
