/**
 * The way in for what was written elsewhere: files, records that another version stored, addresses, settings. It is parsed
 * by a schema and never cast, and what does not fit is refused with a reason in words.
 */
import * as v from 'valibot';

/** A value that fits its schema, or why it does not: "profile.size: Expected >=64 but received -256". */
export type Parsed<Value> = { readonly value: Value } | { readonly problem: string };

/** Longest reason in characters, whatever was received. */
const LONGEST_PROBLEM = 300;

export function parse<Value>(schema: v.GenericSchema<unknown, Value>, input: unknown): Parsed<Value> {
  const result = v.safeParse(schema, input, { abortEarly: true });
  return result.success ? { value: result.output } : { problem: problemOf(result.issues[0]) };
}

/** The same for the text of a JSON document. */
export function parseJson<Value>(schema: v.GenericSchema<unknown, Value>, text: string): Parsed<Value> {
  const document = readJson(text);
  return document === undefined ? { problem: 'no JSON' } : parse(schema, document);
}

/** What a JSON text says, to be parsed by a schema; undefined when it is none. */
export function readJson(text: string): unknown {
  try {
    // biome-ignore lint/plugin: the one place where JSON is read.
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value if it fits, and `otherwise` if not: for settings, of which a broken one counts as none. */
export function parseOr<Value, Other = Value>(
  schema: v.GenericSchema<unknown, Value>,
  input: unknown,
  otherwise: Other,
): Value | Other {
  const parsed = parse(schema, input);
  return 'value' in parsed ? parsed.value : otherwise;
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return shortened(path ? `${path}: ${issue.message}` : issue.message);
}

function shortened(problem: string): string {
  return problem.length > LONGEST_PROBLEM ? `${problem.slice(0, LONGEST_PROBLEM)}…` : problem;
}
