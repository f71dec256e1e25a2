export interface Part {
  readonly text: string;
  readonly isFound: boolean;
  /** Where it begins. */
  readonly at: number;
}

/** A text in parts, of which those that say what is wanted are marked, in any case; whole where nothing is wanted. */
export function splitByWords(text: string, wanted: string): Part[] {
  const words = wanted.trim().toLowerCase();
  const lowered = text.toLowerCase();
  // Letters that get longer in lower case would shift the places.
  if (words === '' || lowered.length !== text.length) return [{ text, isFound: false, at: 0 }];
  const parts: Part[] = [];
  let from = 0;
  for (let at = lowered.indexOf(words); at >= 0; at = lowered.indexOf(words, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), isFound: false, at: from });
    from = at + words.length;
    parts.push({ text: text.slice(at, from), isFound: true, at });
  }
  if (from < text.length) parts.push({ text: text.slice(from), isFound: false, at: from });
  return parts;
}
