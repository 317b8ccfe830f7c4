import { useInfiniteQuery } from '@tanstack/react-query';
import type { Page } from '../api/wire.ts';

interface Options<Item> {
  readonly key: readonly unknown[];
  /** Asks again by itself as often as this, in milliseconds. */
  readonly every?: number;
  load(cursor: string | null): Promise<Page<Item>>;
}

const firstPage: string | null = null;

/** A list that comes page by page. */
export function usePages<Item>({ key, load, every }: Options<Item>) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor,
    ...(every === undefined ? {} : { refetchInterval: every }),
  });
  const items = query.data?.pages.flatMap((page) => page.items);
  return {
    data: items,
    error: query.error,
    refetch: query.refetch,
    hasMore: query.hasNextPage,
    loadMore: () => void query.fetchNextPage(),
    loadingMore: query.isFetchingNextPage,
  };
}
