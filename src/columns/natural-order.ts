const ZERO = 48;
const NINE = 57;

/**
 * Compares names as people count: 'tile 2' before 'tile 10', whatever the case; what is the same so far by code units. The
 * order of Intl.Collator for what file names are mostly made of, at a tenth of its time.
 */
export function naturalOrder(a: string, b: string): number {
  return compareLowered(a.toLowerCase(), b.toLowerCase()) || compareUnits(a, b);
}

/** The same of names that are in lower case. */
export function compareLowered(a: string, b: string): number {
  const [endOfA, endOfB] = [a.length, b.length];
  let [atA, atB] = [0, 0];
  while (atA < endOfA && atB < endOfB) {
    const unitA = a.charCodeAt(atA);
    const unitB = b.charCodeAt(atB);
    if (isDigit(unitA) && isDigit(unitB)) {
      const numberA = skipZeros(a, atA);
      const numberB = skipZeros(b, atB);
      atA = endOfDigits(a, numberA);
      atB = endOfDigits(b, numberB);
      if (atA - numberA !== atB - numberB) return atA - numberA - (atB - numberB);
      for (let digit = 0; numberA + digit < atA; digit++) {
        const difference = a.charCodeAt(numberA + digit) - b.charCodeAt(numberB + digit);
        if (difference !== 0) return difference;
      }
    } else {
      if (unitA !== unitB) return unitA - unitB;
      atA++;
      atB++;
    }
  }
  return endOfA - atA - (endOfB - atB) || compareUnits(a, b);
}

function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= NINE;
}

function skipZeros(text: string, at: number): number {
  let first = at;
  while (text.charCodeAt(first) === ZERO) first++;
  return first;
}

function endOfDigits(text: string, at: number): number {
  let end = at;
  while (isDigit(text.charCodeAt(end))) end++;
  return end;
}

function compareUnits(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
