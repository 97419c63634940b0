package dev.langevin.bench.chaos;

import dev.langevin.bench.chaos.check.BatchListing;
import dev.langevin.bench.chaos.check.Line;
import dev.langevin.bench.chaos.load.Gateways;
import dev.langevin.bench.chaos.load.RunClock;
import dev.langevin.v1.Batch;
import dev.langevin.v1.DeleteBatchRequest;
import dev.langevin.v1.ListBatchResultsRequest;
import dev.langevin.v1.ListBatchResultsResponse;
import dev.langevin.v1.ListBatchesRequest;
import dev.langevin.v1.ListBatchesResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what the gateways tell of batches. */
final class BatchListings {
  private static final int PAGE = 500;

  private BatchListings() {}

  /** All batches, at each gateway. */
  static List<BatchListing> of(Gateways gateways, RunClock clock) throws InterruptedException {
    List<BatchListing> listings = new ArrayList<>();
    for (int gateway = 0; gateway < gateways.size(); gateway++) {
      Map<String, Batch> batches = new TreeMap<>();
      Map<String, List<Line>> lines = new TreeMap<>();
      for (Batch batch : batches(gateways, gateway)) {
        batches.put(batch.getId(), batch);
        lines.put(batch.getId(), lines(gateways, gateway, batch.getId()));
      }
      listings.add(
          new BatchListing(
              gateway,
              batches,
              lines,
              BatchListing.made(Listings.generations(gateways, gateway), clock.origin())));
    }
    return listings;
  }

  /** Deletes the batches that have ended. */
  static void delete(Gateways gateways, BatchListing listing) throws InterruptedException {
    for (String id : listing.batches().keySet()) {
      try {
        gateways.callBatches(
            0, stub -> stub.deleteBatch(DeleteBatchRequest.newBuilder().setId(id).build()));
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
          throw e; // one that has no end is found elsewhere
        }
      }
    }
  }

  private static List<Batch> batches(Gateways gateways, int gateway) throws InterruptedException {
    List<Batch> all = new ArrayList<>();
    String token = "";
    do {
      ListBatchesRequest request =
          ListBatchesRequest.newBuilder().setPageSize(PAGE).setPageToken(token).build();
      ListBatchesResponse page = gateways.callBatchesAt(gateway, stub -> stub.listBatches(request));
      all.addAll(page.getBatchesList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  private static List<Line> lines(Gateways gateways, int gateway, String id)
      throws InterruptedException {
    ListBatchResultsRequest request = ListBatchResultsRequest.newBuilder().setId(id).build();
    return gateways.callBatchesAt(
        gateway,
        stub -> {
          List<Line> lines = new ArrayList<>();
          Iterator<ListBatchResultsResponse> pages = stub.listBatchResults(request);
          while (pages.hasNext()) {
            pages.next().getResultsList().forEach(result -> lines.add(Line.of(result)));
          }
          return lines;
        });
  }
}
