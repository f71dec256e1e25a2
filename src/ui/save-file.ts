/** Offers `content` as a download. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun once the click returns, but Safari reads the address a moment later.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
