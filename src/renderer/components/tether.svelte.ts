/** @file What a tooltip is held by, so that it can be let go of. Runs in the renderer. */
import { Tooltip } from 'bits-ui';

/**
 * For `Tooltip.Root`, made while its component begins. Bits UI 2.21 keeps a tooltip that goes away open, with its button, as the one that is open: the next one anywhere would
 * be shown without the delay, and each scroll would ask the one that is gone for its button.
 */
export function lettingGo(): Tooltip.Tether {
  const tether = Tooltip.createTether();
  $effect(() => {
    const { root } = tether.state;
    return () => root?.provider.onClose(root);
  });
  return tether;
}
