/**
 * @file Recovery kit, or the report of what a thief sees, on paper: prints the page, or writes it as PDF where the user says, never anywhere on
 * the way; Electron's main process. What is printed is the page's print style, which shows only that.
 */
import type { WebContents } from 'electron';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { CodedError, type ErrorCode } from '../../shared/errors.ts';

/** With the system's dialog. @returns whether it was printed, as far as the system says */
export function printKit(page: WebContents): Promise<boolean> {
  return new Promise((resolve) => {
    page.print({ silent: false, printBackground: false }, (printed) => resolve(printed));
  });
}

/** @throws CodedError `no-space`, `no-permission`, `disk-failed` */
export async function saveKit(page: WebContents, file: string): Promise<void> {
  const pdf = await page.printToPDF({ printBackground: false, preferCSSPageSize: true, pageSize: 'A4' });
  let handle: FileHandle | undefined;
  try {
    handle = await create(file);
    await handle.writeFile(pdf);
    await handle.sync();
  } catch (error) {
    throw new CodedError(codeOf(error), {}, { cause: error });
  } finally {
    pdf.fill(0);
    await handle?.close();
  }
}

/** A new file; the one that is there only because the dialog has asked, and never through a link. */
async function create(file: string): Promise<FileHandle> {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;
  try {
    return await open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    return await open(file, O_WRONLY | O_TRUNC | O_NOFOLLOW);
  }
}

function codeOf(error: unknown): ErrorCode {
  switch (systemCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no-space';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ELOOP':
      return 'no-permission';
    default:
      return 'disk-failed';
  }
}

function systemCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
