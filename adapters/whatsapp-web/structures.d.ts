// The library's types cover its main file only; the guard needs every class that could act.
declare module 'whatsapp-web.js/src/structures/index.js' {
  const structures: Readonly<Record<string, { prototype: object }>>;
  export default structures;
}
