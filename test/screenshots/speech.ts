/** @file Makes a page speak German as it stands, with whatever is open in it: chosen in the settings, only what is not open could be pictured. */
import type { CDPSession, Page } from 'playwright';

/**
 * Calls `choose` of the page's language (src/renderer/lib/language.svelte.ts), found among the variables that a listener of the window can
 * see: nothing in the app is made for this.
 */
export async function speak(page: Page, language: 'en' | 'de'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  try {
    const speech = await findSpeech(session);
    await session.send('Runtime.callFunctionOn', {
      objectId: speech,
      functionDeclaration: 'function (language) { this.choose(language); }',
      arguments: [{ value: language }],
    });
  } finally {
    await session.detach();
  }
}

async function findSpeech(session: CDPSession): Promise<string> {
  // Listeners tell what they call only for an object of a group.
  const { result: root } = await session.send('Runtime.evaluate', {
    expression: 'window',
    objectGroup: 'speech',
  });
  const { listeners } = await session.send('DOMDebugger.getEventListeners', {
    objectId: root.objectId ?? '',
  });
  for (const { handler } of listeners) {
    for (const scope of await scopesOf(session, handler?.objectId)) {
      // A scope tells its variables only to who asks for properties: a function called on it sees nothing of them.
      const { result: variables } = await session.send('Runtime.getProperties', {
        objectId: scope,
        ownProperties: true,
      });
      const { result: found } = await session.send('Runtime.callFunctionOn', {
        objectId: scope,
        functionDeclaration: `function (...all) {
          const ours = (one) => typeof one.choose === 'function' && typeof one.locale === 'string';
          return all.find(ours);
        }`,
        arguments: variables.flatMap(({ value }) =>
          value?.type === 'object' && value.className === 'Object' && value.objectId !== undefined
            ? [{ objectId: value.objectId }]
            : [],
        ),
      });
      if (found.objectId !== undefined && found.subtype !== 'error') return found.objectId;
    }
  }
  throw new Error('the page’s language was not found');
}

async function scopesOf(session: CDPSession, listener: string | undefined): Promise<readonly string[]> {
  if (listener === undefined) return [];
  const { internalProperties } = await session.send('Runtime.getProperties', { objectId: listener });
  const scopes = internalProperties?.find(({ name }) => name === '[[Scopes]]')?.value?.objectId;
  if (scopes === undefined) return [];
  const { result } = await session.send('Runtime.getProperties', { objectId: scopes, ownProperties: true });
  return result.flatMap(({ value }) =>
    value?.objectId !== undefined && /^(?:Module|Closure|Block|Script)/u.test(value.description ?? '')
      ? [value.objectId]
      : [],
  );
}
