// Albers' equal-area conic, centred on the steppe so that Rotterdam and Lianyungang both fit. In kilometres,
// x to the east, y to the south, as drawings count. Used by the build (for the atlas) and by the page (for lines and places).
const rad = Math.PI / 180;
const R = 6371;
const lon0 = 60 * rad, lat0 = 48 * rad, p1 = 33 * rad, p2 = 62 * rad;
const n = (Math.sin(p1) + Math.sin(p2)) / 2;
const C = Math.cos(p1) ** 2 + 2 * n * Math.sin(p1);
const rho0 = (R * Math.sqrt(C - 2 * n * Math.sin(lat0))) / n;

/** @param {number} lon @param {number} lat degrees @returns {[number, number]} */
export function project(lon, lat) {
  const rho = (R * Math.sqrt(Math.max(0, C - 2 * n * Math.sin(lat * rad)))) / n;
  const theta = n * (lon * rad - lon0);
  return [rho * Math.sin(theta), rho * Math.cos(theta) - rho0];
}

/** The frame of the map: [west, north, east, south] in kilometres. */
export const frame = [-7600, -3600, 7600, 4300];
