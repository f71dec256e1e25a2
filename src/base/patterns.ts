/**
 * Regular expressions that a person writes or a file brings. They run in re2js, in time linear in the text whatever the
 * pattern: the browser's own engine takes longer than a life for `(a+)+$` on the wrong path. What no linear engine has is
 * refused with a reason: back-references, and look-ahead but at the end.
 */
import type { RE2JS } from 're2js';
import { AppError } from './errors.ts';

export interface Pattern {
  /** What the pattern matches first, if anything. */
  firstIn(text: string): string | undefined;
}

let engine: typeof RE2JS | undefined;
let loading: Promise<void> | undefined;

/**
 * Steps of a compiled pattern. Each may be tried at each character: at this bound the longest path takes two seconds, and
 * without it some minutes. What people write has some tens.
 */
const MOST_STEPS = 1_200;

/** Loads the engine, 45 kB, which whoever compiles a pattern awaits. What fails has failed until the page is loaded again. */
export function loadPatterns(): Promise<void> {
  loading ??= import('re2js').then((loaded) => {
    engine = loaded.RE2JS;
  });
  return loading;
}

/** @throws AppError pattern-invalid; unexpected when `loadPatterns` has not been awaited. */
export function compilePattern(pattern: string): Pattern {
  if (!engine) throw new AppError('unexpected', 'patterns are not loaded');
  // The engine's own spelling of `\u00e9`, `[^]` and the like. It would take a reference to a named group for letters.
  const spelt = NAMED_REFERENCE.test(pattern) ? pattern : engine.translateRegExp(pattern);
  const ahead = lookAheadOf(spelt);
  let compiled: RE2JS;
  try {
    // What precedes a look-ahead at the end is what a group before the same pattern matches.
    compiled = engine.compile(
      ahead ? `(${spelt.slice(0, ahead.begin)})(?:${spelt.slice(ahead.begin + 3, -1)})` : spelt,
    );
  } catch (thrown) {
    throw new AppError('pattern-invalid', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
  }
  if (compiled.programSize() > MOST_STEPS) throw new AppError('pattern-invalid', TOO_LARGE);
  const group = ahead ? 1 : 0;
  return {
    firstIn(text) {
      const matcher = compiled.matcher(text);
      return matcher.find() ? (matcher.group(group) ?? undefined) : undefined;
    },
  };
}

const NAMED_REFERENCE = /\\k</;
const TOO_LARGE = 'too many steps';

/** Where a look-ahead begins that all of the pattern comes to; undefined where there is none, or alternatives on the way. */
function lookAheadOf(pattern: string): { begin: number } | undefined {
  const open: number[] = [];
  let last = { begin: -1, end: -1 };
  for (let at = 0, isInClass = false; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === '\\') at++;
    else if (isInClass) isInClass = char !== ']';
    else if (char === '[') isInClass = true;
    else if (char === '(') open.push(at);
    else if (char === ')') last = { begin: open.pop() ?? -1, end: at };
    else if (char === '|' && open.length === 0) return undefined;
  }
  const isAhead = last.end === pattern.length - 1 && open.length === 0 && pattern.startsWith('(?=', last.begin);
  return isAhead ? { begin: last.begin } : undefined;
}

/** What keeps a pattern from being used, in words; undefined when nothing does. Expects `loadPatterns` to have been awaited. */
export function patternProblem(pattern: string): string | undefined {
  try {
    compilePattern(pattern);
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'pattern-invalid') throw thrown;
    if (thrown.detail === TOO_LARGE || thrown.detail.includes('repeat count')) {
      return 'The numbers in {…} are too large, or in the wrong order.';
    }
    return NOT_LINEAR.test(pattern)
      ? 'Back-references \\1, look-behind (?<=…), and look-ahead (?=…) before the end cannot be used.'
      : 'This is not a complete regular expression yet.';
  }
}

const NOT_LINEAR = /\(\?<?[=!]|\\[1-9]|\\k</;
