/** Pieces of a page, for reports. What is not called html is escaped. */

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function paragraph(text: string, kind?: string): string {
  return `<p${kind ? ` class="${kind}"` : ''}>${escaped(text)}</p>`;
}

/** A cell of a table: its text, and a second, quiet line below it. */
export interface Cell {
  readonly text: string;
  readonly below?: string;
  /** Words, which may wrap, instead of a figure. */
  readonly isWords?: boolean;
}

/** @param detailOf A line of words below a row, across the table; undefined for none. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | Cell)[])[],
  detailOf: (row: number) => string | undefined = () => undefined,
): string {
  const columns = head.map((name, at) => {
    const first = rows[0]?.[at];
    const isWords = typeof first === 'object' && first.isWords;
    return `<th scope="col"${isWords ? ' class="words"' : ''}>${escaped(name)}</th>`;
  });
  const body = rows.map((row, at) => {
    const detail = detailOf(at);
    const below = detail ? `<tr class="detail"><td colspan="${head.length}">${escaped(detail)}</td></tr>` : '';
    return `<tr${detail ? ' class="detailed"' : ''}>${row.map(cell).join('')}</tr>${below}`;
  });
  return `<div class="scroll"><table class="table"><thead><tr>${columns.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

/** The first cell of a row names it. */
function cell(content: string | Cell, at: number): string {
  const { text, below, isWords } = typeof content === 'string' ? { text: content } : content;
  const inside = `${escaped(text)}${below ? `<span class="range">${escaped(below)}</span>` : ''}`;
  if (at === 0) return `<th scope="row" title="${escaped(text)}">${inside}</th>`;
  return `<td${isWords ? ' class="words"' : ''}>${inside}</td>`;
}
