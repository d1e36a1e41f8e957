/** @file English messages of the command palette. */
import { counted } from '../../lib/format.ts';

export const palette = {
  title: 'All commands',
  hint: 'What would you like to do?',
  nothing: 'Nothing that can be done now is called that.',
  found: (count: number) => counted(count, 'entry', 'entries'),
  goTo: (section: string) => `Go to ${section}`,
  kinds: { section: 'Section', album: 'Album', search: 'Search', tag: 'Tag' },
} as const;
