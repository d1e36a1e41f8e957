/** @file Asks by the system's dialogs what is to be taken in; a dialog that fails is told, and nothing is chosen then. Runs in the renderer. */
import { call } from '../lib/api.ts';
import { reportFailure } from '../lib/report.ts';
import type { Result } from '../../shared/errors.ts';
import type { Place } from './seams.ts';

export async function chosenFolder(): Promise<readonly Place[]> {
  const folder = told(await call('shell.chooseFolder', { purpose: 'import' }));
  return folder === null ? [] : [folder];
}

export async function chosenFiles(): Promise<readonly Place[]> {
  return told(await call('shell.chooseFiles', {})) ?? [];
}

/** A file that was sent by somebody. */
export async function chosenPackage(): Promise<Place | null> {
  return told(await call('shell.chooseShared', { purpose: 'package', name: '' }));
}

function told<T>(answer: Result<T>): T | null {
  if (answer.ok) return answer.value;
  reportFailure(answer.error);
  return null;
}
