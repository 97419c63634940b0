package dev.langevin.gateway;

import static dev.langevin.gateway.Calls.assertInvalid;
import static dev.langevin.gateway.Calls.assertRefused;
import static dev.langevin.gateway.Calls.cancel;
import static dev.langevin.gateway.Calls.create;
import static dev.langevin.gateway.Calls.delete;
import static dev.langevin.gateway.Calls.get;
import static dev.langevin.gateway.Calls.ids;
import static dev.langevin.gateway.Calls.retry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListGenerationsResponse;
import io.grpc.Status;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RetryIT extends TwoGateways {
  @Test
  void retry_failedJob_isANewOneWithTheSameRequest() throws Exception {
    Generation failed = fail("ATTEMPTS_EXHAUSTED");
    long enqueued = fleet.enqueued();

    Generation anew = retry(client, failed.getId(), "");

    assertThat(anew.getId()).isNotEqualTo(failed.getId());
    assertThat(anew.getOrigin()).isEqualTo(failed.getId());
    assertThat(anew.getState()).isEqualTo(State.STATE_QUEUED);
    assertThat(anew.getRequest()).isEqualTo(failed.getRequest());
    assertThat(get(other, anew.getId())).isEqualTo(anew);
    assertThat(get(other, failed.getId()).getState()).isEqualTo(State.STATE_FAILED);
    assertThat(fleet.enqueued()).isEqualTo(enqueued + 1);
  }

  @Test
  void retry_sameRequestId_isTheSameGeneration() throws Exception {
    String id = create(client, "", "a boat").getId();
    cancel(client, id);
    String requestId = UUID.randomUUID().toString();
    Generation anew = retry(client, id, requestId);
    long enqueued = fleet.enqueued();
    assertThat(retry(other, id, requestId)).isEqualTo(anew);
    delete(client, id);
    assertThat(retry(other, id, requestId)).as("its origin is gone").isEqualTo(anew);
    assertRefused(
        () -> create(other, requestId, "a boat"),
        Status.Code.ALREADY_EXISTS,
        "REQUEST_ID_TAKEN",
        requestId);
    assertRefused(
        () -> retry(client, anew.getId(), requestId),
        Status.Code.ALREADY_EXISTS,
        "REQUEST_ID_TAKEN",
        requestId);
    assertThat(fleet.enqueued()).isEqualTo(enqueued);
  }

  @Test
  void retry_whatCannotBe_isRefused() {
    Generation done = fleet.succeed(create(client, "", "a boat").getId());
    assertRefused(
        () -> retry(client, done.getId(), ""),
        Status.Code.FAILED_PRECONDITION,
        "GENERATION_NOT_RETRYABLE",
        "id: " + done.getId() + " is SUCCEEDED; only FAILED and CANCELLED ones");
    delete(client, done.getId());
    assertRefused(
        () -> retry(client, done.getId(), ""),
        Status.Code.NOT_FOUND,
        "GENERATION_DELETED",
        "was deleted");
    assertRefused(
        () -> retry(client, "nobody", ""), Status.Code.NOT_FOUND, "GENERATION_NOT_FOUND", "nobody");
    assertInvalid(() -> retry(client, "nobody", "no spaces"), "request_id: no spaces");
  }

  @Test
  void list_byErrorReasons_isTheDeadLetters() {
    Generation exhausted = fail("ATTEMPTS_EXHAUSTED");
    Generation undelivered = fail("DELIVERIES_EXHAUSTED");
    fail("DEADLINE_EXCEEDED");
    ListGenerationsResponse letters =
        client.listGenerations(
            ListGenerationsRequest.newBuilder()
                .addErrorReasons("ATTEMPTS_EXHAUSTED")
                .addErrorReasons("DELIVERIES_EXHAUSTED")
                .setPageSize(2)
                .build());
    assertThat(ids(letters)).containsExactly(undelivered.getId(), exhausted.getId());
    assertThat(letters.getGenerations(1).getAttempt()).isEqualTo(1);
    assertInvalid(
        () ->
            client.listGenerations(
                ListGenerationsRequest.newBuilder().addErrorReasons("no spaces").build()),
        "error_reasons: no spaces is not 1 to 63 characters of A-Z 0-9 _");
  }

  @Test
  void get_brokenOffAttempts_areCounted() {
    String id = create(client, "", "a boat").getId();
    fleet.claim(id);
    fleet.claim(id);
    Generation running = get(client, id);
    assertThat(running.getAttempt()).isEqualTo(2);
    assertThat(running.getFailedAttempts()).isEqualTo(1);
  }

  private static Generation fail(String reason) {
    Snapshot running = fleet.claim(create(client, "", "a boat").getId());
    return fleet
        .log
        .write(Snapshots.failed(running, reason, "it broke", Instant.now()))
        .folded()
        .getGeneration();
  }
}
