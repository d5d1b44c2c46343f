import { z } from 'zod';
import { monitorSchema } from './schema.ts';

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node | boolean;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly allOf?: readonly Node[];
}

let known: Node | undefined;

/** The keys that a monitor file may have at a path; none where it holds no keys there, or any. */
export function allowedKeys(path: readonly PropertyKey[]): string[] {
  known ??= z.toJSONSchema(monitorSchema, { io: 'input', unrepresentable: 'any' }) as Node;
  const nodes = path.reduce<Node[]>((at, key) => at.flatMap((node) => below(node, key)), [known]);
  return [...new Set(nodes.flatMap(flat).flatMap((node) => Object.keys(node.properties ?? {})))];
}

function below(node: Node, key: PropertyKey): Node[] {
  return flat(node).flatMap(({ properties = {}, additionalProperties, items }) => {
    const named = typeof key === 'string' ? properties[key] : undefined;
    const others = typeof key === 'number' ? items : additionalProperties;
    return named ?? (typeof others === 'object' ? others : []);
  });
}

/** Of a choice, all that may be chosen. */
function flat(node: Node): Node[] {
  const parts = [node.anyOf, node.oneOf, node.allOf].flatMap((some) => some ?? []);
  return [node, ...parts.flatMap(flat)];
}
