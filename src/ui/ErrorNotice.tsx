import type { ReactNode } from 'react';
import { ERROR_TEXTS } from '../base/error-texts.ts';
import type { ErrorReport } from '../base/errors.ts';
import { Notice } from './Notice.tsx';

export interface ErrorNoticeProps {
  error: ErrorReport;
  /** Buttons that help: "Try again". */
  actions?: ReactNode;
  onDismiss?: (() => void) | undefined;
}

/** What happened, what is safe, what to do; the technical detail waits for those who want it. */
export function ErrorNotice({ error, actions, onDismiss }: ErrorNoticeProps) {
  const { sentence, action } = ERROR_TEXTS[error.code];
  return (
    <Notice tone="danger" title={sentence} actions={actions} onDismiss={onDismiss}>
      <p>{action}</p>
      {error.detail ? (
        <details>
          <summary>Technical detail</summary>
          {error.detail}
        </details>
      ) : null}
    </Notice>
  );
}
