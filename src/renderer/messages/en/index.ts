/** @file The English catalogue, all rooms. */
import { activity } from './activity.ts';
import { aged } from './aged.ts';
import { alike } from './alike.ts';
import { albums } from './albums.ts';
import { common } from './common.ts';
import { dropbox } from './dropbox.ts';
import { errors } from './errors.ts';
import { firstRun } from './first-run.ts';
import { frame } from './frame.ts';
import { grid } from './grid.ts';
import { insight } from './insight.ts';
import { jobs } from './jobs.ts';
import { keys } from './keys.ts';
import { organise } from './organise.ts';
import { palette } from './palette.ts';
import { places } from './places.ts';
import { repair } from './repair.ts';
import { rotation } from './rotation.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { shares } from './shares.ts';
import { sharing } from './sharing.ts';
import { strength } from './strength.ts';
import { unlock } from './unlock.ts';
import { viewer } from './viewer.ts';

export const en = {
  activity,
  aged,
  alike,
  albums,
  common,
  dropbox,
  errors,
  firstRun,
  frame,
  grid,
  insight,
  jobs,
  keys,
  organise,
  palette,
  places,
  repair,
  rotation,
  search,
  settings,
  shares,
  sharing,
  strength,
  unlock,
  viewer,
} as const;
