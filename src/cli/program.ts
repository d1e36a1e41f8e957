/** @file The command line's grammar: commands, their options, and what ends with which exit status. Plain Node. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import packageFile from '../../package.json' with { type: 'json' };
import { errorCodes, toErrorValue } from '../shared/errors.ts';
import { createCommand } from './commands/create.ts';
import { dates, exportCommand, exportKinds, layouts } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { dropCommand, inboxActions, inboxCommand } from './commands/drop.ts';
import { infoCommand } from './commands/info.ts';
import { keyActions, keysCommand } from './commands/keys.ts';
import { listCommand } from './commands/list.ts';
import { logActions, logCommand } from './commands/log.ts';
import { passwdCommand } from './commands/passwd.ts';
import { peopleActions, peopleCommand } from './commands/people.ts';
import { acceptable, receiveCommand } from './commands/receive.ts';
import { repairCommand } from './commands/repair.ts';
import { restoredCommand } from './commands/restored.ts';
import { sendCommand, sendKinds } from './commands/send.ts';
import { slotActions, slotsCommand } from './commands/slots.ts';
import { shareActions, sharesCommand } from './commands/shares.ts';
import { verifyCommand } from './commands/verify.ts';
import type { CommonOptions } from './options.ts';
import { Output } from './output.ts';
import { sentence } from './words.ts';

const usageError = 2;

/** Runs one command line (without node and script) and returns its exit status. Never throws. */
export async function run(args: readonly string[]): Promise<number> {
  let status = 0;
  const program = new Command('lightproof')
    .description('Keeps photographs in an encrypted vault on your own disk.')
    .version(packageFile.version, '--version', 'tell the version')
    .showHelpAfterError()
    .exitOverride();
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- Commander gives options without types: each command says in its action which ones it declares
  const add = <O extends CommonOptions>(
    usage: string,
    description: string,
    action: (output: Output, options: O, ...values: string[]) => Promise<number>,
  ): Command => {
    const command = program.command(usage).description(description);
    command
      .option('--passphrase-file <file>', "the passphrase is this file's first line")
      .option(
        '--passphrase-fd <n>',
        'the passphrase is the first line read from this file descriptor',
        descriptor,
      )
      .option('--key-file <file>', 'the key file that belongs to the passphrase')
      .option('--recovery-file <file>', 'open with the recovery words in this file instead of a passphrase')
      .option(
        '--share-file <file>',
        'open with shares of the recovery words: once for each share',
        (file: string, before: readonly string[] | undefined) => [...(before ?? []), file],
      )
      .option('--json', 'one JSON object a line on standard output')
      .action(async (...parameters: unknown[]) => {
        const values = parameters
          .slice(0, -2)
          .flat()
          .filter((value) => typeof value === 'string');
        const options = command.opts<O>();
        status = await action(new Output(options.json === true), options, ...values);
      });
    return command;
  };

  add('create <vault>', 'make a vault', createCommand).option(
    '--recovery-kit <file>',
    'write the recovery words to a new file',
  );
  add('import <vault> [path...]', 'import files and folders', importCommand)
    .option('--album <name>', 'put them into an album')
    .option('--resume', 'go on with the newest import that was interrupted, cancelled or stopped')
    .option('--retry', 'try what has failed in the newest import with failures again')
    .option('--import <id>', 'with --resume or --retry: this import (its id is in the summary of --json)');
  add('list <vault>', 'list the photos', listCommand).option('--hidden', 'hidden ones, too');
  add('export <vault> <folder>', 'write decrypted copies; into the same folder again: go on', exportCommand)
    .option('--album <name>', 'only the photos of an album')
    .option('--id <id...>', 'only these photos')
    .option('--hidden', 'hidden photos, too')
    .addOption(oneOf('--what <kind>', 'what is written (originals unless told)', exportKinds))
    .addOption(oneOf('--without <what>', 'left out of pictures that are converted', ['place', 'metadata']))
    .option('--otherwise-jpeg', 'convert what cannot be rid of its place or metadata untouched')
    .option('--max-edge <pixels>', 'longest edge of converted pictures', wholeNumber)
    .option('--quality <1-100>', 'quality of JPEG and WebP', wholeNumber)
    .addOption(oneOf('--layout <folders>', 'one folder, or one for each day or album', layouts))
    .option('--sidecars', 'what the vault knows of each photo, as XMP beside it')
    .option('--checksums', 'a list for sha256sum -c')
    .addOption(oneOf('--times <which>', 'dates of the files', dates));
  add('send <vault> <file>', 'encrypt photos for other people, into one new file', sendCommand)
    .option('--to <name...>', 'people, by the names `people` knows them by')
    .option('--file-passphrase <file>', "instead: for whoever knows the passphrase in this file's first line")
    .option('--album <name>', 'only the photos of an album')
    .option('--id <id...>', 'only these photos')
    .addOption(oneOf('--what <kind>', 'what is sent (originals unless told)', sendKinds))
    .option('--max-edge <pixels>', 'longest edge of JPEGs', wholeNumber)
    .option('--from <name>', 'who it is from (the name of the vault unless told)')
    .option('--note <text>', 'a few words, put into the file')
    .option('--unsigned', 'tell nobody who it is from')
    .option('--older-tools', 'by keys that every version of age knows, not safe from quantum computers');
  add('receive <vault> <file>', 'check what somebody has sent, and import it', receiveCommand)
    .option('--file-passphrase <file>', "what opens it is this file's first line")
    .option('--list', 'only tell what is in it and who has signed it')
    .option('--album <name>', 'put the photos into an album')
    .addOption(oneOf('--accept <whom>', 'import what nobody known has signed', acceptable));
  add(
    'people <vault> <action> [name]',
    `public keys, other people's and the vault's own: ${peopleActions.join(', ')}`,
    peopleCommand,
  )
    .option('--keys <file>', 'with add: a file with their keys, or a picture of their QR code')
    .option('--public-key <key...>', 'with add: their keys (age1…, RW…)')
    .option('--save <file>', 'with mine: write the keys into a new file');
  add('verify <vault>', 'check that everything is there and intact', verifyCommand)
    .option('--quick', 'structure only, not every byte')
    .option('--hidden', 'name hidden photos as well');
  add('repair <vault>', 'rebuild a damaged catalogue, set damaged files aside', repairCommand).option(
    '--dry-run',
    'tell what would be done and change nothing',
  );
  add('restored <vault>', 'take a vault as it is that was put back from a backup', restoredCommand).option(
    '--on-purpose',
    'yes: an older vault stands here because somebody wanted it to',
  );
  add('passwd <vault>', 'change the passphrase', passwdCommand).option(
    '--new-passphrase-file <file>',
    "the new passphrase is this file's first line",
  );
  add('slots <vault> <action> [slot]', `the ways into a vault: ${slotActions.join(', ')}`, slotsCommand)
    .option('--label <name>', 'a name for the way in; anyone who has the vault can read it')
    .option('--new-passphrase-file <file>', "the passphrase to add is this file's first line")
    .option('--new-key-file <file>', 'add the passphrase together with this key file')
    .option('--create-key-file <file>', 'make a key file of random bytes and add the passphrase with it')
    .option('--recovery-kit <file>', 'write the new recovery words to a new file');
  add('keys <vault> <action>', `what everything is encrypted under: ${keyActions.join(', ')}`, keysCommand)
    .option('--reencrypt', 'with rotate: encrypt all photos anew as well')
    .option('--recovery-kit <file>', 'write the new recovery words to a new file');
  add(
    'log <vault> <action> [target]',
    `what was done with the vault: ${logActions.join(', ')}; to verify an exported log, give its file as <vault>`,
    logCommand,
  ).option('--public-key <file>', 'an exported log must be signed by the key in this file');
  add(
    'drop [path...]',
    'put pictures into a locked vault: drop <vault> <path...>; no passphrase is asked for',
    dropCommand,
  )
    .option('--to <file>', 'with nothing but the public key in this file, instead of a vault')
    .option(
      '--out <folder>',
      'with --to: write the sealed files here, to be copied into the vault’s “inbox”',
    );
  add(
    'inbox <vault> <action> [file]',
    `what was dropped into a vault: ${inboxActions.join(', ')}`,
    inboxCommand,
  ).option('--again', 'with adopt: what was set aside too');
  add('shares <vault> <action>', `the recovery kit in parts: ${shareActions.join(', ')}`, sharesCommand)
    .option('--count <number>', 'with split: how many shares there are to be', wholeNumber)
    .option('--needed <number>', 'with split: how many of them open the vault', wholeNumber)
    .option('--out <folder>', 'with split: write each share to a new file in this folder')
    .option('--recovery-kit <file>', 'with join: write the recovery words to a new file');
  add('info <vault>', 'tell what is known of a vault', infoCommand);

  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageError;
    const value = toErrorValue(error);
    if (value.code === 'internal')
      process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`);
    new Output(args.includes('--json')).failure(value, sentence(value));
    return errorCodes[value.code].exitStatus;
  }
}

function oneOf(flags: string, description: string, values: readonly string[]): Option {
  return new Option(flags, description).choices(values);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/u.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return Number(text);
}

function descriptor(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('not a file descriptor');
  return value;
}
