/** @file Photos that look alike: found, and told apart by people. Runs in the engine. */
export { groupsOf } from './groups.ts';
export { LookMaker } from './looks.ts';
export { AlikeSet, toldApart } from './alike-set.ts';
