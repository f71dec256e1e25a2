/** The pages of TIFF stacks as files of their own: "dir/stack (page 2).tif". */
import type { FoundFile } from './intake.ts';

/** Each image of a stack, by its own path; a file that is no stack as it is. */
export function pagesOf(file: FoundFile): FoundFile[] {
  const { pages = 1, path } = file;
  if (pages < 2) return [file];
  return Array.from({ length: pages }, (_, at) => ({
    path: pathOfPage(path, at + 1),
    open: async () => openPage(await file.open(), at + 1),
  }));
}

function pathOfPage(path: string, page: number): string {
  const dot = path.lastIndexOf('.');
  const end = dot > path.lastIndexOf('/') + 1 ? dot : path.length;
  return `${path.slice(0, end)} (page ${page})${path.slice(end)}`;
}

/** The stack and the page that a path of `pagesOf` stands for; undefined for another path. */
export function pageAt(path: string): { readonly stack: string; readonly page: number } | undefined {
  const [, before, page, after = ''] = /^(.+) \(page (\d{1,6})\)(\.[^./]*)?$/.exec(path) ?? [];
  return before === undefined || !Number(page) ? undefined : { stack: before + after, page: Number(page) };
}

/** @throws AppError image-broken, file-unreadable */
export async function openPage(stack: File, page: number): Promise<File> {
  const { stackPage } = await import('../../imaging/slides/stack-page.ts');
  return stackPage(stack, page);
}
