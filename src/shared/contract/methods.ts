/**
 * @file What is said of every method of the contract (`contract.ts`). Pure TypeScript.
 */
import type * as v from 'valibot';

interface MethodShape {
  readonly input: v.GenericSchema;
  readonly output: v.GenericSchema;
  /** Present when the call reports progress while it runs (at most 10 a second, the last one always). */
  readonly progress?: v.GenericSchema;
  /** Input fields that hold a path, or a list of them; what may be left out may be left out here too. */
  readonly paths?: readonly string[];
  /** Answers the shell or the command line, never a page: a path would go in or out. */
  readonly notForPage?: true;
  /** Whether the vault must be unlocked. */
  readonly needs: 'nothing' | 'unlocked';
}

/** Takes a table of methods as it stands, and sees that each has what a method has. */
export const methods = <const T extends Record<string, MethodShape>>(map: T): T => map;
