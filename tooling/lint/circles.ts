/** The modules that each module imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** The circles of a graph, each as the path around it, and each only once. */
export function findCircles(graph: ImportGraph): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (module: string): void => {
    const start = path.indexOf(module);
    if (start >= 0) return void circles.push([...path.slice(start), module]);
    if (done.has(module)) return;
    path.push(module);
    for (const imported of graph.get(module) ?? []) visit(imported);
    path.pop();
    done.add(module);
  };
  for (const module of graph.keys()) visit(module);
  return circles;
}
