/** @file `people <vault> list|add|remove|mine`: public keys, other people's and the vault's own. Plain Node. */
import { resolve } from 'node:path';
import { CodedError } from '../../shared/errors.ts';
import type { Person } from '../../shared/contract/sharing.ts';
import type { Output } from '../output.ts';
import type { CommonOptions } from '../options.ts';
import { withSession, type Session } from '../session.ts';

interface PeopleOptions extends CommonOptions {
  readonly keys?: string;
  readonly publicKey?: readonly string[];
  readonly save?: string;
}

export const peopleActions = ['list', 'add', 'remove', 'mine'] as const;

interface Work {
  readonly session: Session;
  readonly output: Output;
  readonly options: PeopleOptions;
  readonly name: string;
}

export function peopleCommand(
  output: Output,
  options: PeopleOptions,
  vault = '',
  action = '',
  name = '',
): Promise<number> {
  return withSession(output, async (session) => {
    const chosen = peopleActions.find((one) => one === action);
    if (chosen === undefined)
      throw new CodedError('input-invalid', { field: 'action', detail: peopleActions.join(', ') });
    const named = chosen === 'add' || chosen === 'remove';
    if (named && name === '')
      throw new CodedError('input-invalid', { field: 'name', detail: 'whom is it about?' });
    await session.unlock(vault, options);
    await works[chosen]({ session, output, options, name });
    return 0;
  });
}

const works: Readonly<Record<(typeof peopleActions)[number], (work: Work) => Promise<void>>> = {
  list: async ({ session, output }) => {
    for (const { name, keys, words, keyId } of await session.call('people.list', {})) {
      output.object({ name, keys, words: words.join(' '), keyId });
      output.line(
        `${name}: ${words.join(' ')}${keys.hybrid === null ? '' : ' (safe from quantum computers)'}`,
      );
    }
  },
  add: async ({ session, output, options, name }) => {
    const text = await textOf(session, options);
    await session.call('people.add', { name, text });
    const { words } = await session.call('people.read', { text });
    output.object({ added: name, words: words.join(' ') });
    output.say(`${name} is added. Ask them to read out the words of their own keys and compare:`);
    output.line(words.join(' '));
  },
  remove: async ({ session, output, name }) => {
    await session.call('people.remove', { id: (await personNamed(session, name)).id });
    output.object({ removed: name });
    output.say(`${name} is removed.`);
  },
  mine: async ({ session, output, options }) => {
    const { card, code, keys, words, keyId } = await session.call('sharing.mine', {});
    output.object({ keys, words: words.join(' '), keyId, code });
    if (options.save === undefined) {
      for (const line of card.trimEnd().split('\n')) output.line(line);
      return;
    }
    const { file } = await session.call('sharing.saveMine', { file: resolve(options.save) });
    output.say(`Saved as ${file}.`);
  },
};

async function textOf(session: Session, { keys, publicKey }: PeopleOptions): Promise<string> {
  if ((keys === undefined) === (publicKey === undefined))
    throw new CodedError('input-invalid', { field: 'keys', detail: 'give either --keys or --public-key' });
  if (keys === undefined) return (publicKey ?? []).join('\n');
  return (await session.call('people.readFile', { file: resolve(keys) })).text;
}

/** Error: not-found. */
export async function personNamed(session: Session, name: string): Promise<Person> {
  const person = (await session.call('people.list', {})).find((one) => one.name === name.normalize('NFC'));
  if (person === undefined) throw new CodedError('not-found', { field: 'person', detail: name });
  return person;
}
