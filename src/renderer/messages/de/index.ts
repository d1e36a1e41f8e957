/** @file The German catalogue, all rooms. */
import { en } from '../en/index.ts';
import type { Shape } from '../shape.ts';
import { common } from './common.ts';
import { palette } from './palette.ts';

export const de: Shape<typeof en> = {
  ...en,
  common,
  palette,
};
