import { parseXml, type XmlElement } from '@rgrove/parse-xml';

/** Entities of HTML that makers write into XML. */
const HTML_ENTITIES: ReadonlyMap<string, string> = new Map([
  ['micro', 'µ'],
  ['mu', 'µ'],
  ['deg', '°'],
  ['nbsp', ' '],
  ['times', '×'],
]);

/** The root of a document; undefined where the text is none: what metadata say is never needed to read pixels. */
export function readXml(text: string): XmlElement | undefined {
  // Trailing zeros and what some writers leave behind the root are no part of it.
  const end = text.lastIndexOf('>');
  const start = text.indexOf('<');
  if (start < 0 || end < 0) return undefined;
  try {
    const document = parseXml(text.slice(start, end + 1), {
      resolveUndefinedEntity: (entity) => HTML_ENTITIES.get(entity.slice(1, -1)) ?? ' ',
    });
    return document.root ?? undefined;
  } catch {
    return undefined;
  }
}

/** The name without the prefix of its namespace. */
export function localName({ name }: XmlElement): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The elements of a name directly below an element. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child): child is XmlElement => isElement(child) && localName(child) === name);
}

/** All elements of a name below an element, in the order of the document. */
export function* elementsBelow(element: XmlElement, name: string): Generator<XmlElement> {
  for (const child of element.children) {
    if (!isElement(child)) continue;
    if (localName(child) === name) yield child;
    yield* elementsBelow(child, name);
  }
}

function isElement(node: { readonly type: string }): node is XmlElement {
  return node.type === 'element';
}
