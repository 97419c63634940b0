package dev.langevin.bench.chaos;

import dev.langevin.bench.chaos.check.Listing;
import dev.langevin.bench.chaos.load.Gateways;
import dev.langevin.v1.Generation;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListGenerationsResponse;
import java.util.ArrayList;
import java.util.List;

/** Reads what the gateways list. */
final class Listings {
  private static final int PAGE = 500;

  private Listings() {}

  /** All generations, at each gateway. */
  static List<Listing> of(Gateways gateways) throws InterruptedException {
    List<Listing> listings = new ArrayList<>();
    for (int gateway = 0; gateway < gateways.size(); gateway++) {
      listings.add(Listing.of(gateway, generations(gateways, gateway)));
    }
    return listings;
  }

  /** All generations, at one gateway. */
  static List<Generation> generations(Gateways gateways, int gateway) throws InterruptedException {
    List<Generation> all = new ArrayList<>();
    String token = "";
    do {
      ListGenerationsRequest request =
          ListGenerationsRequest.newBuilder().setPageSize(PAGE).setPageToken(token).build();
      ListGenerationsResponse page =
          gateways.callAt(gateway, stub -> stub.listGenerations(request));
      all.addAll(page.getGenerationsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all;
  }
}
