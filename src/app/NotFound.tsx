import { Link } from 'wouter';
import { EmptyState } from '../ui/EmptyState.tsx';
import { START_PATH } from '../ui/routes.ts';

export function NotFound() {
  return (
    <EmptyState title="There is nothing at this address">
      Choose a collection, or <Link href={START_PATH}>begin a new one</Link>.
    </EmptyState>
  );
}
