// Tests that end, whatever happens in them, and a browser that is closed after the last.
import test, { after } from 'node:test';
import { clean } from './browser.mjs';

after(clean);
export const check = (name, body) => test(name, { timeout: 600_000 }, body);
