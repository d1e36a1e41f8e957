/** @file One row of a menu. Runs in the renderer. */
import type { Component } from 'svelte';

export interface MenuItem {
  readonly label: string;
  readonly icon?: Component<{ size?: number | string }>;
  /** A chord of lib/commands.ts. */
  readonly shortcut?: string | undefined;
  readonly tone?: 'plain' | 'danger';
  readonly disabled?: boolean;
  /** One of several that exclude one another: whether it is the one. */
  readonly checked?: boolean;
  readonly run: () => void;
}
