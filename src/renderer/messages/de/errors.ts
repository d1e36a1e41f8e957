/** @file The German sentences for error codes, with sizes written as this page writes them. */
import { germanSentencesWith } from '../../../shared/sentences-de.ts';
import { formatBytes } from '../../lib/format.ts';

export const errors = germanSentencesWith(formatBytes);
