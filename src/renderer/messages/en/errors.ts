/** @file The sentences for error codes, with sizes written as this page writes them. The words are shared with the command line. */
import { sentencesWith } from '../../../shared/sentences.ts';
import { formatBytes } from '../../lib/format.ts';

export const errors = sentencesWith(formatBytes);
