/** Rows of text as RFC 4180 has them, but with single line feeds. */

/** One line, with its end. */
export function csvLine(fields: readonly (string | number)[]): string {
  return `${fields.map((field) => quote(String(field))).join(',')}\n`;
}

function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** Reads rows from text that comes in pieces. */
export class CsvReader {
  #field = '';
  #row: string[] = [];
  /** Where in a field the reader is: outside of quotes, inside, or behind a quote that may be the first of two. */
  #state: 'plain' | 'quoted' | 'after-quote' = 'plain';

  /** The rows that this piece completes. */
  push(text: string): string[][] {
    const rows: string[][] = [];
    for (const char of text) {
      if (this.#state === 'quoted') {
        if (char === '"') this.#state = 'after-quote';
        else this.#field += char;
      } else if (char === '"') {
        if (this.#state === 'after-quote') this.#field += char;
        this.#state = 'quoted';
      } else if (char === ',' || char === '\n') {
        this.#row.push(this.#field);
        this.#field = '';
        this.#state = 'plain';
        if (char === '\n') rows.push(this.#row.splice(0));
      } else {
        this.#field += char;
      }
    }
    return rows;
  }

  /** Characters of the field that has not come to its end. */
  get unfinished(): number {
    return this.#field.length;
  }

  /** Whether the text ended with a whole row. */
  get isAtEnd(): boolean {
    return this.#state === 'plain' && this.#field === '' && this.#row.length === 0;
  }
}
