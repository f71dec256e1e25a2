import { describe, expect, it } from 'vitest';
import { failureReport } from './failure-report.ts';

describe('the failure report', () => {
  it('is a CSV table with a line a file', async () => {
    const report = failureReport([{ path: 'a/b,"c".png', error: { code: 'image-broken', detail: 'bad CRC' } }]);
    const [head, row, end] = (await report.text()).split('\r\n');
    expect(head).toBe('"path","code","what happened","what to do","detail"');
    expect(row).toMatch(/^"a\/b,""c"".png","image-broken","The image is damaged.*","bad CRC"$/);
    expect(end).toBe('');
  });

  it('disarms what a spreadsheet would run as a formula', async () => {
    const report = failureReport([{ path: '=HYPERLINK("x").png', error: { code: 'file-empty', detail: '' } }]);
    expect(await report.text()).toContain(`"'=HYPERLINK(""x"").png"`);
  });
});
