// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createElement } from 'react';
import { afterEach, expect, it } from 'vitest';
import { SideScroll } from './SideScroll.tsx';

afterEach(cleanup);

function show(contentWidth: number): HTMLElement {
  for (const [name, value] of [
    ['clientWidth', 400],
    ['scrollWidth', contentWidth],
  ] as const)
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value });
  render(createElement(SideScroll, null, createElement('table')));
  const scroller = screen.getByRole('table', { hidden: true }).parentElement as HTMLElement;
  // Layout is a browser's: it would say so by itself.
  fireEvent.scroll(scroller);
  return scroller;
}

it('says at which side there is more', () => {
  const scroller = show(900);
  expect(document.body.textContent).toBe('Scroll sideways →');
  scroller.scrollLeft = 250;
  fireEvent.scroll(scroller);
  expect(document.body.textContent).toBe('← Scroll sideways →');
  scroller.scrollLeft = 500;
  fireEvent.scroll(scroller);
  expect(document.body.textContent).toBe('← Scroll sideways');
});

it('says nothing where all of it is in sight', () => {
  show(400);
  expect(document.body.textContent).toBe('');
});
