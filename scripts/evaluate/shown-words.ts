/** The words as one would type them: what a shell would change is quoted. */
export function shownWords(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:,=@%+-]+$/.test(word) ? word : `'${word}'`)).join(' ');
}

/** Without the options that name where a report of another kind goes: they change nothing of what is reported. */
export function withoutReports(words: readonly string[], kinds: readonly string[]): string[] {
  const isReport = (word: string | undefined) => kinds.some((kind) => word === `--${kind}`);
  const isWithFile = (word: string) => kinds.some((kind) => word.startsWith(`--${kind}=`));
  return words.filter((word, at) => !isReport(word) && !isReport(words[at - 1]) && !isWithFile(word));
}
