package dev.langevin.client.command;

import dev.langevin.client.local.Connection;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListGenerationsResponse;

/** Generations of several pages, as if they were one. */
final class Listing {
  /** The most that are shown. */
  static final int LIMIT = 100_000;

  private static final int PAGE = 1000;

  private Listing() {}

  /**
   * The newest of those that {@code filter} lets through.
   *
   * @param limit how many at most
   * @param reached called after each answer
   */
  static ListGenerationsResponse of(
      Connection connection, ListGenerationsRequest filter, long limit, Runnable reached) {
    ListGenerationsResponse.Builder all = ListGenerationsResponse.newBuilder();
    do {
      ListGenerationsResponse page =
          connection
              .stub()
              .listGenerations(
                  filter.toBuilder()
                      .setPageSize((int) Math.min(PAGE, limit - all.getGenerationsCount()))
                      .setPageToken(all.getNextPageToken())
                      .build());
      reached.run();
      all.addAllGenerations(page.getGenerationsList()).setNextPageToken(page.getNextPageToken());
    } while (!all.getNextPageToken().isEmpty() && all.getGenerationsCount() < limit);
    return all.build();
  }
}
