import { ERROR_TEXTS, type ErrorCode } from './error-texts.ts';

/** What crosses a worker boundary or is stored when something went wrong. */
export interface ErrorReport {
  readonly code: ErrorCode;
  /** Technical detail (a library's message, a number); may be empty. Never shown without the sentence. */
  readonly detail: string;
}

/** An error with a code, a sentence for a person (`message`) and what to do next (`action`). */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly detail: string;

  constructor(code: ErrorCode, detail = '', options?: ErrorOptions) {
    super(ERROR_TEXTS[code].sentence, options);
    this.code = code;
    this.detail = detail;
  }

  get action(): string {
    return ERROR_TEXTS[this.code].action;
  }
}

/** Reduces anything thrown to a report; `fallback` is the code for what is not an AppError. */
export function toErrorReport(thrown: unknown, fallback: ErrorCode = 'unexpected'): ErrorReport {
  if (thrown instanceof AppError) return { code: thrown.code, detail: thrown.detail };
  if (thrown instanceof DOMException && thrown.name === 'QuotaExceededError') {
    return { code: 'storage-full', detail: thrown.message };
  }
  return { code: fallback, detail: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** The inverse of `toErrorReport`, for the receiving side of a boundary. */
export function fromErrorReport(report: ErrorReport): AppError {
  return new AppError(report.code, report.detail);
}

/** True for the error that an aborted AbortSignal throws: a person's wish, not a failure. */
export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}
