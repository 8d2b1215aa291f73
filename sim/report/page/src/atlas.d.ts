declare module 'corridor-atlas' {
  const topology: { objects: { countries: unknown } };
  export default topology;
}
