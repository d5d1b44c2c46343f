/** To the engine names that differ by case alone are one: of each such name the one before it with it, as `Income and income`. */
export function caseTwins(names: readonly string[]): (string | undefined)[] {
  const spelt = new Map<string, string>();
  return names.map((name) => {
    const other = spelt.get(name.toLowerCase());
    spelt.set(name.toLowerCase(), name);
    return other === undefined ? undefined : `${other} and ${name}`;
  });
}
