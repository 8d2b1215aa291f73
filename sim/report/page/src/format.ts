// Numbers and dates as people read them; the same rules as the program's own tables.

const thin = '\u202f';

export function grouped(value: number, decimals = 0): string {
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole, part] = fixed.split('.');
  const text = whole.replace(/\B(?=(\d{3})+(?!\d))/g, thin) + (part ? '.' + part : '');
  return value < 0 && Number(fixed) !== 0 ? '\u2212' + text : text;
}
/** Three significant figures. */
export function significant(value: number): string {
  if (value === 0) return '0';
  const digits = Math.floor(Math.log10(Math.abs(value)));
  const decimals = Math.max(0, 2 - digits);
  return digits > 2 ? grouped(Math.round(value / 10 ** (digits - 2)) * 10 ** (digits - 2)) : grouped(value, Math.min(decimals, 4));
}
export function mass(t: number): string {
  const size = Math.abs(t);
  if (size >= 5e5) return `${significant(t / 1e6)} Mt`;
  if (size >= 1e3) return `${significant(t / 1e3)} kt`;
  return size === 0 ? '0 t' : `${significant(t)} t`;
}
/** The unit that suits an axis whose largest value is given. */
export function massUnit(largest: number): { name: string; per: number } {
  return Math.abs(largest) >= 5e5 ? { name: 'Mt', per: 1e6 } : { name: 'kt', per: 1e3 };
}
export function money(usd: number): string {
  const size = Math.abs(usd);
  if (size >= 1e9) return `USD ${significant(usd / 1e9)} bn`;
  if (size >= 1e6) return `USD ${significant(usd / 1e6)} M`;
  if (size >= 1e3) return `USD ${significant(usd / 1e3)} k`;
  return usd === 0 ? 'USD 0' : `USD ${grouped(usd, 2)}`;
}
export function amount(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return 'no figure';
  if (unit === 't') return mass(value);
  if (unit === 'USD') return money(value);
  if (unit === 'USD/t') return `${grouped(value, 2)} USD/t`;
  if (unit === 'days') return `${grouped(value, 1)} days`;
  return `${significant(value)} ${unit}`.trim();
}
/** As many decimals as two figures of a width ask for. */
const decimalsOf = (width: number) => (width > 0 ? Math.min(2, Math.max(0, 1 - Math.floor(Math.log10(width)))) : 1);
/** Three significant figures, or more where the width of its interval asks for them: no mean lies outside its interval by rounding. */
export function withInterval(value: number, low: number | null | undefined, high: number | null | undefined, unit: string): string {
  const u = unit === 't' ? massUnit(value) : { name: unit, per: 1 }, v = value / u.per;
  if (typeof low !== 'number' || typeof high !== 'number' || v === 0 || unit === 'USD' || (unit === 't' && Math.abs(value) < 1e3)) return amount(value, unit);
  const own = unit === 'USD/t' ? 2 : unit === 'days' ? 1 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(v))));
  return `${grouped(v, Math.min(4, Math.max(own, decimalsOf((high - low) / u.per))))} ${u.name}`;
}
/** Labels of an axis whose numbers reach that far, all with the same decimals. */
export function tick(reach: number): (v: number) => string {
  const decimals = reach >= 5 || reach <= 0 ? 0 : Math.min(4, 1 - Math.floor(Math.log10(reach / 0.5)));
  return v => grouped(v, v === 0 ? 0 : decimals);
}
/** A range in the unit of its larger end: 1.7–2.1 Mt, −0.3 to 0.1 Mt. */
export function range(low: number, high: number, unit: string): string {
  const u = unit === 't' ? massUnit(Math.max(Math.abs(low), Math.abs(high))) : { name: unit, per: 1 };
  const [a, b] = [low / u.per, high / u.per], decimals = decimalsOf(b - a);
  return `${grouped(a, decimals)}${a < 0 ? ' to ' : '–'}${grouped(b, decimals)} ${u.name}`;
}
export const percent = (share: number) => `${grouped(share * 100, share < 0.1 && share > 0 ? 1 : 0)}${thin}%`;

const names = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
/** 2025-07-20 becomes 20 July 2025, 2025-07 becomes July 2025. */
export function date(iso: string | null): string {
  if (!iso) return 'open end';
  const [y, m, d] = iso.split('-').map(Number);
  return d ? `${d} ${names[m - 1]} ${y}` : `${names[m - 1]} ${y}`;
}
export function monthShort(iso: string, withYear: boolean): string {
  const [y, m] = iso.split('-').map(Number);
  return names[m - 1].slice(0, 3) + (withYear ? ` ${y}` : '');
}

/** Text that may stand in HTML. */
export function esc(text: string): string {
  return text.replace(/[&<>"']/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c]!);
}
/** At most so many characters, with an ellipsis. Never cuts a character in two. */
export function clip(text: string, most: number): string {
  const all = Array.from(text);
  return all.length <= most ? text : all.slice(0, most - 1).join('') + '…';
}
/** With a capital letter, as a title begins. */
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
export function wordOf(id: string): string {
  return id.replace(/[_-]/g, ' ');
}
