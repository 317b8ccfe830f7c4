import { findNode, findParent, type Graph, scopeOf } from '../graph.ts';
import { type Place, placeNodes } from './layout.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

function nearest(from: Place, candidates: readonly (Place & { id: string })[]): string | undefined {
  const distance = (place: Place) => Math.abs(place.y - from.y) + Math.abs(place.x - from.x) / 4;
  return [...candidates].sort((one, other) => distance(one) - distance(other))[0]?.id;
}

/** The step that an arrow key leads to. Right and left follow the edges, into and out of loops; up and down go beside. */
export function neighbour(graph: Graph, id: string, direction: Direction): string | undefined {
  const parent = findParent(graph, id);
  const scope = scopeOf(graph, parent);
  const places = placeNodes(scope);
  const here = places.get(id) ?? { x: 0, y: 0 };
  const named = (ids: readonly string[]) => ids.map((other) => ({ id: other, ...(places.get(other) ?? here) }));
  switch (direction) {
    case 'right':
      return nearest(here, named(scope.edges.filter((edge) => edge.from === id).map((edge) => edge.to)));
    case 'left':
      return nearest(here, named(scope.edges.filter((edge) => edge.to === id).map((edge) => edge.from))) ?? parent;
    case 'up':
      return nearest(
        here,
        named(scope.nodes.map((node) => node.id)).filter((place) => place.id !== id && place.y < here.y),
      );
    case 'down':
      return (
        firstInside(graph, id) ??
        nearest(
          here,
          named(scope.nodes.map((node) => node.id)).filter((place) => place.id !== id && place.y > here.y),
        )
      );
  }
}

function firstInside(graph: Graph, id: string): string | undefined {
  const body = findNode(graph, id)?.body;
  const entry = body?.nodes.find((node) => !body.edges.some((edge) => edge.to === node.id));
  return entry?.id;
}
