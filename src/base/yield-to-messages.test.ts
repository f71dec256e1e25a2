import { expect, it } from 'vitest';
import { yieldToMessages } from './yield-to-messages.ts';

it('lets a message that waits be handled first', async () => {
  const heard: string[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => heard.push(data);
  port2.postMessage('abort');
  // Callbacks of promises alone let no message in.
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
  expect(heard).toEqual([]);
  await yieldToMessages();
  expect(heard).toEqual(['abort']);
  port1.close();
});
