/** @file Stands in for what is outside the page: answers native dialogs as a person would, chooses from the native menu. */
import type { Page } from 'playwright';
import type { Running } from './app.ts';

/** The next folder or file dialogs end with these paths chosen. */
export async function willChoose({ app }: Running, ...paths: readonly string[]): Promise<void> {
  await app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
  }, paths as string[]); // Electron's type is not readonly
}

/** The next dialog that asks where to save ends with this path. */
export async function willSaveAs({ app }: Running, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

/** Clicks an item of the native menu, by the words a person reads there. */
export async function chooseFromMenu({ app }: Running, ...path: readonly string[]): Promise<void> {
  await app.evaluate(({ Menu }, labels) => {
    let items = Menu.getApplicationMenu()?.items ?? [];
    for (const [depth, label] of labels.entries()) {
      const item = items.find((one) => one.label.replace('&', '') === label);
      if (item === undefined) throw new Error(`the menu has no “${label}”`);
      if (!item.enabled) throw new Error(`“${label}” cannot be chosen now`);
      if (depth === labels.length - 1) (item.click as () => void)(); // Electron types it as any Function
      items = item.submenu?.items ?? [];
    }
  }, path);
}

/** A file of another program is held over the window, or no more. */
export async function holdFile(page: Page, type: 'dragover' | 'dragleave' | 'drop'): Promise<void> {
  await page.evaluate((name) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['held'], 'held.jpg'));
    const event = new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer });
    document.querySelector('main')?.dispatchEvent(event);
  }, type);
}

/** Sets the size of what is inside the window, in CSS pixels. */
export async function resize({ app }: Running, width: number, height: number): Promise<void> {
  await app.evaluate(({ BaseWindow }, [w, h]) => BaseWindow.getAllWindows()[0]?.setContentSize(w, h), [
    width,
    height,
  ] as const);
}
