/** @file German messages of the command palette. */
import type { palette as english } from '../en/palette.ts';
import { counted } from '../../lib/format.ts';
import type { Shape } from '../shape.ts';

export const palette: Shape<typeof english> = {
  title: 'Alle Befehle',
  hint: 'Was soll geschehen?',
  nothing: 'So heißt nichts, was jetzt möglich ist.',
  found: (count) => counted(count, 'Eintrag', 'Einträge'),
  goTo: (section) => `Zu ${section}`,
  kinds: { section: 'Bereich', album: 'Album', search: 'Suche', tag: 'Schlagwort' },
};
