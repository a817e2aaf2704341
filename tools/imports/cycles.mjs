/**
 * The rings in a graph of imports (a Map from file to the files it imports): each group of files that reach each other (Tarjan's
 * strongly connected components), one that imports itself included. One line for each, with its files in order of name.
 */
export function cycles(graph) {
  const [order, low, stack, rings] = [new Map(), new Map(), [], []];
  const visit = (file) => {
    order.set(file, order.size);
    low.set(file, order.get(file));
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(file, Math.min(low.get(file), low.get(next)));
    }
    if (low.get(file) !== order.get(file)) return;
    const ring = stack.splice(stack.indexOf(file));
    if (ring.length > 1 || graph.get(file)?.includes(file)) rings.push(ring.sort());
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return rings;
}
