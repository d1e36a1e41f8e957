/** @file Copying text without the asynchronous clipboard, whose permission the window refuses; runs in the renderer. */
import { t } from '../messages/index.ts';
import { toasts } from './toasts.svelte.ts';

/**
 * Puts text on the clipboard. Works only shortly after a key press or click of the user.
 * @returns whether it was put there
 */
export function copyText(text: string): boolean {
  let taken = false;
  const give = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    // Before a listener of the page makes something else of it.
    event.stopImmediatePropagation();
    taken = true;
  };
  document.addEventListener('copy', give, { capture: true, once: true });
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way that needs no permission: what is copied is given by the listener above
  const done = document.execCommand('copy');
  document.removeEventListener('copy', give, { capture: true });
  return done && taken;
}

/** The same, and says whether it worked. */
export function copyAndSay(text: string): void {
  if (copyText(text)) toasts.show(t.common.copied);
  else toasts.show(t.common.copyRefused, { tone: 'danger' });
}
