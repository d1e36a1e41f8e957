/**
 * @file Every word a user sees, joined as `t`: `t.grid.selected(3)`. One file a room in `en/`; why not a message compiler stands in
 * docs/decisions/003-messages.md. Runs in the renderer.
 */
import { activity } from './en/activity.ts';
import { aged } from './en/aged.ts';
import { alike } from './en/alike.ts';
import { albums } from './en/albums.ts';
import { common } from './en/common.ts';
import { errors } from './en/errors.ts';
import { firstRun } from './en/first-run.ts';
import { frame } from './en/frame.ts';
import { grid } from './en/grid.ts';
import { jobs } from './en/jobs.ts';
import { organise } from './en/organise.ts';
import { places } from './en/places.ts';
import { repair } from './en/repair.ts';
import { rotation } from './en/rotation.ts';
import { search } from './en/search.ts';
import { settings } from './en/settings.ts';
import { strength } from './en/strength.ts';
import { unlock } from './en/unlock.ts';
import { viewer } from './en/viewer.ts';
import type { ErrorValue } from '../../shared/errors.ts';

export const t = {
  activity,
  aged,
  albums,
  alike,
  common,
  errors,
  firstRun,
  frame,
  grid,
  jobs,
  organise,
  places,
  repair,
  rotation,
  search,
  settings,
  strength,
  unlock,
  viewer,
} as const;

/** The sentence for people of any failure. */
export function sentence(error: ErrorValue): string {
  return errors[error.code](error.params);
}
