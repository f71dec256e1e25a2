/** The words as one would type them: what a shell would change is quoted. */
export function shownWords(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:,=@%+-]+$/.test(word) ? word : `'${word}'`)).join(' ');
}
