package dev.langevin.orchestrator.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Kind;
import dev.langevin.runtime.grpc.Statuses;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
  private final Replica replica = new Replica("it", null);

  {
    replica.alive();
  }

  private final Entry entry = new Entry(replica, replica.breaker().enter().orElseThrow());

  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT,INVALID_INPUT,ANSWER,false",
    "FAILED_PRECONDITION,MODEL_OUTPUT_NOT_FINITE,ANSWER,false",
    "FAILED_PRECONDITION,LATENTS_NOT_FINITE,ANSWER,false",
    "FAILED_PRECONDITION,STORE_NOT_WRITABLE,ENVIRONMENT,true",
    "FAILED_PRECONDITION,MODEL_UNUSABLE,ANSWER,false",
    "RESOURCE_EXHAUSTED,STORE_FULL,ENVIRONMENT,true",
    "RESOURCE_EXHAUSTED,WAITING_ROWS_LIMIT,ENVIRONMENT,true",
    "RESOURCE_EXHAUSTED,MODEL_MEMORY_LIMIT,ENVIRONMENT,false",
    "NOT_FOUND,UNKNOWN_MODEL,ENVIRONMENT,false",
    "INTERNAL,NETWORK_FAILED,REPLICA,true",
    "DEADLINE_EXCEEDED,STREAM_IDLE,REPLICA,true",
    "UNAVAILABLE,STOPPING,ENVIRONMENT,true"
  })
  void of_status_isAFailureOf(Status.Code code, String reason, Kind kind, boolean rests) {
    OrchestratorException failure = Failures.of("decoder", entry, Statuses.of(code, reason, "why"));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessage("decoder it: " + code + ": why");
    assertThat(!replica.problem().isEmpty()).isEqualTo(rests);
    if (kind == Kind.ANSWER) {
      assertThat(failure.reason()).isEqualTo(reason);
    }
  }

  @Test
  void of_connectionGone_mayBeTheWorksFault() {
    OrchestratorException failure =
        Failures.of("denoiser", entry, Status.UNAVAILABLE.asException());

    assertThat(failure.kind()).isEqualTo(Kind.REPLICA);
    assertThat(replica.problem()).isNotEmpty();
  }

  @Test
  void once_uselessAnswer_isTold() {
    assertThatThrownBy(
            () ->
                Failures.once(
                    "decoder",
                    entry,
                    r -> "garbage",
                    answer -> {
                      throw OrchestratorException.useless("MISFIT", "it", answer);
                    }))
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.USELESS);
              assertThat(e.replica()).isEqualTo("it");
            });
    assertThat(replica.occupancy().crowd()).isZero();
  }

  @Test
  void once_unreachable_isTheEnvironmentsAndNoRowsStay() {
    assertThatThrownBy(
            () ->
                Failures.once(
                    "decoder",
                    entry,
                    r -> {
                      throw Status.UNAVAILABLE.asRuntimeException();
                    },
                    answer -> {}))
        .isInstanceOfSatisfying(
            OrchestratorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ENVIRONMENT));
    assertThat(replica.occupancy().crowd()).isZero();
    assertThat(replica.problem()).isNotEmpty();
  }
}
