package dev.langevin.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.http.BodyStream;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.ListBatchesRequest;
import dev.langevin.v1.Webhook;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryJsonTest {
  @Test
  void read_innerMessagesAndMaps_areFilled() {
    BatchHeader header =
        header(
            Map.of(
                "labels", List.of("a=b=c", "d="),
                "skipInvalid", List.of("true"),
                "webhook.url", List.of("http://example.com"),
                "webhook.events", List.of("EVENT_FAILED,EVENT_COMPLETED")));

    assertThat(header)
        .isEqualTo(
            BatchHeader.newBuilder()
                .putLabels("a", "b=c")
                .putLabels("d", "")
                .setSkipInvalid(true)
                .setWebhook(
                    Webhook.newBuilder()
                        .setUrl("http://example.com")
                        .addEvents(Webhook.Event.EVENT_FAILED)
                        .addEvents(Webhook.Event.EVENT_COMPLETED))
                .build());
  }

  @Test
  void read_repeated_isAListWhetherByCommasOrParameters() {
    ListBatchesRequest list =
        QueryJson.read(
            request(Map.of("states", List.of("STATE_RUNNING,STATE_PAUSED", "STATE_FAILED"))),
            ListBatchesRequest.getDefaultInstance());
    assertThat(list.getStatesCount()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labels|a|labels: a is not key=value",
        "labels|a=b;a=c|labels: a is there twice",
        "skip_invalid|yes|skip_invalid: \"yes\" is not true or false",
        "webhook.events|EVENT_ENDED|webhook.events: [\"EVENT_ENDED\"] is not one of EVENT_QUEUED",
      })
  void read_wrongValue_isRefusedByItsName(String name, String values, String told) {
    assertThatThrownBy(() -> header(Map.of(name, List.of(values.split(";")))))
        .isInstanceOf(GatewayException.class)
        .hasMessageStartingWith(told);
  }

  private static BatchHeader header(Map<String, List<String>> query) {
    return QueryJson.read(request(query), BatchHeader.getDefaultInstance());
  }

  private static Request request(Map<String, List<String>> query) {
    return new Request(
        Caller.ANYBODY,
        "POST",
        "/",
        Map.of(),
        query,
        Map.of(),
        new byte[0],
        BodyStream.NONE,
        "http://a");
  }
}
