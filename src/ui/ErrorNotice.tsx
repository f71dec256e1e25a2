import type { ReactNode } from 'react';
import { ERROR_TEXTS } from '../base/error-texts.ts';
import type { ErrorReport } from '../base/errors.ts';
import { Notice } from './Notice.tsx';

export interface ErrorNoticeProps {
  error: ErrorReport;
  /** What else is to be said of this case: a sentence or two. */
  more?: string;
  /** Buttons that help: "Try again". */
  actions?: ReactNode;
  onDismiss?: (() => void) | undefined;
}

/** What happened, what is safe, what to do; the technical detail waits for those who want it. */
export function ErrorNotice({ error, more, actions, onDismiss }: ErrorNoticeProps) {
  const { sentence, action } = ERROR_TEXTS[error.code];
  return (
    <Notice tone="danger" title={sentence} actions={actions} onDismiss={onDismiss}>
      <p>{action}</p>
      {more ? <p>{more}</p> : null}
      {error.detail ? (
        <details>
          <summary>Technical detail</summary>
          {error.detail}
        </details>
      ) : null}
    </Notice>
  );
}
