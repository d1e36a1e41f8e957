/**
 * @file Positions and colours set by script: the window's content security policy allows no style in markup. Runs in the renderer.
 */
import type { Attachment } from 'svelte/attachments';

/** `{@attach styled(() => ({ width: '4px' }))}`: sets these properties, again whenever a rune they are made of changes. */
export function styled(read: () => Readonly<Record<string, string>>): Attachment<HTMLElement> {
  return (element) => {
    const values = read();
    for (const property in values) element.style.setProperty(property, values[property] ?? '');
  };
}

/** Moves an element by (x, y) CSS pixels from where it stands. */
export function shifted(read: () => readonly [x: number, y: number]): Attachment<HTMLElement> {
  return (element) => {
    const [x, y] = read();
    element.style.transform = `translate(${x}px, ${y}px)`;
  };
}
