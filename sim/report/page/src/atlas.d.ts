declare module 'corridor-atlas' {
  const atlas: { frame: [west: number, north: number, east: number, south: number]; countries: Record<string, string> };
  export default atlas;
}
