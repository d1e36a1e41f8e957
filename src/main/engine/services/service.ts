/** @file The shape of what answers a method of the contract: one function for each, found by its name. Runs in the engine. */
import type { engineMethods, EngineMethodName, Input, Output, Progress } from '../../../shared/contract.ts';
import type { Home } from './home.ts';
import type { Session } from './session.ts';

/** One call under way. */
export interface Call<M extends EngineMethodName> {
  /** Aborted when the caller gives up or the vault is closed. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress<M>) => void;
}

/** What a method works on: the open vault, or (where it needs none) the engine. */
type Place<M extends EngineMethodName> = (typeof engineMethods)[M]['needs'] extends 'unlocked'
  ? Session
  : Home;

/** Failures are thrown as CodedError; `Engine.call` makes values of them. */
export type Service<M extends EngineMethodName> = (
  place: Place<M>,
  input: Input<M>,
  call: Call<M>,
) => Output<M> | Promise<Output<M>>;

/** The services of one room: `ServicesOf<'album'>` answers every method named `album.…`. */
export type ServicesOf<Room extends string> = {
  readonly [M in Extract<EngineMethodName, `${Room}.${string}`>]: Service<M>;
};
export type Services = { readonly [M in EngineMethodName]: Service<M> };
