import { Component, type ReactNode } from 'react';
import { type ErrorReport, toErrorReport } from '../base/errors.ts';
import { Button } from './Button.tsx';
import styles from './ErrorBoundary.module.css';
import { ErrorNotice } from './ErrorNotice.tsx';

interface Props {
  /** A new value clears the error: the route, say, so that leaving a broken screen is enough. */
  resetKey?: string;
  children: ReactNode;
}

/** Keeps a fault in one part of the page from taking the rest with it. */
export class ErrorBoundary extends Component<Props, { error: ErrorReport | undefined }> {
  override state = { error: undefined };

  static getDerivedStateFromError(thrown: unknown): { error: ErrorReport } {
    return { error: toErrorReport(thrown) };
  }

  override componentDidUpdate(previous: Props): void {
    if (this.state.error && previous.resetKey !== this.props.resetKey) this.setState({ error: undefined });
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children;
    return (
      <div className={styles.place}>
        <ErrorNotice
          error={this.state.error}
          actions={
            <>
              <Button size="small" onClick={() => this.setState({ error: undefined })}>
                Try again
              </Button>
              <Button size="small" onClick={() => location.reload()}>
                Reload the page
              </Button>
            </>
          }
        />
      </div>
    );
  }
}
