/** @file No component says anything by itself: what people read or hear comes out of the catalogue. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type AST } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

const folder = path.join(import.meta.dirname, '../../src/renderer');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.svelte'),
);
/** What is shown or read out of an element, or of a component of ours. */
const spoken =
  /^(?:aria-(?:label|description|roledescription|valuetext|placeholder)|title|alt|placeholder|label|hint|text|description|go)$/u;

/** Typed, not read: it is written the same everywhere. */
const examples = ['+02:00, Europe/Berlin'];

/** Words that stand in a component itself: between its tags, or in an attribute that is shown or read out. */
function literals(file: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) {
      node.forEach(visit);
      return;
    }
    // Every node of the tree is one of these, told apart by its type.
    const one = node as AST.Text | AST.Attribute | AST.BaseNode;
    if (one.type === 'Attribute') {
      const { name, value } = one as AST.Attribute;
      if (!spoken.test(name)) {
        visit(Array.isArray(value) ? value.filter(({ type }) => type !== 'Text') : value);
        return;
      }
    }
    if (
      one.type === 'Text' &&
      /\p{L}{2}/u.test((one as AST.Text).data) &&
      !examples.includes((one as AST.Text).data)
    )
      found.push((one as AST.Text).data.trim());
    Object.entries(node).forEach(([key, value]) => key !== 'parent' && visit(value));
  };
  visit(parse(readFileSync(path.join(folder, file), 'utf8'), { modern: true }).fragment);
  return found;
}

describe('components', () => {
  it('hold no words of their own', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap((file) => literals(file).map((text) => `${file}: ${text}`))).toEqual([]);
  });
});
