package dev.langevin.gateway;

import static dev.langevin.gateway.HttpClients.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches over HTTP, at two gateways. */
class BatchHttpIT extends TwoGateways {
  private static final String BATCHES = "/v1/batches";
  private static final int MANY = 10_000;
  private static HttpClients http;
  private static HttpClients elsewhere;

  @BeforeAll
  static void connect() throws Exception {
    http = new HttpClients(gateway);
    elsewhere = new HttpClients(fleet.gateway());
    Calls.await(() -> gateway.ready());
  }

  @AfterAll
  static void disconnect() {
    http.close();
    elsewhere.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/jsonl",
        "application/x-ndjson",
        "application/x-jsonlines; charset=UTF-8"
      })
  void create_file_isAcceptedAndThere(String type) throws Exception {
    HttpResponse<String> created =
        upload("?labels=who=me&labels=a=b=c", file(3, BatchHttpIT::line), "Content-Type", type);

    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    String id = id(created);
    assertThat(created.headers().firstValue("location")).hasValue(http.base() + BATCHES + "/" + id);
    assertThat(json(created).getAsJsonArray("badLines")).isEmpty();
    JsonObject batch = json(elsewhere.get(BATCHES + "/" + id)).getAsJsonObject("batch");
    assertThat(batch.get("state").getAsString()).isEqualTo("STATE_RUNNING");
    assertThat(batch.get("lines").getAsInt()).isEqualTo(3);
    assertThat(batch.getAsJsonObject("labels"))
        .isEqualTo(JsonParser.parseString("{\"who\":\"me\",\"a\":\"b=c\"}"));
  }

  @Test
  void create_everyTenthOfTenThousandLinesBad_tellsAllAndLeavesNothing() throws Exception {
    final int blobs = fleet.decoder.blobs.size();
    final int known = count();
    String file =
        file(MANY, i -> "{\"prompt\":\"a boat\",\"steps\":%d}".formatted(i % 10 == 0 ? 0 : 9));
    List<Integer> tenths = IntStream.rangeClosed(1, MANY / 10).mapToObj(i -> i * 10).toList();

    HttpResponse<String> refused = upload("", file);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(RestIT.reason(refused)).isEqualTo("INVALID_LINES");
    assertThat(json(refused).get("message").getAsString())
        .isEqualTo(
            "1,000 lines can't be done, so nothing was begun; line 10: steps: 0 is not in 1..1000");
    assertThat(numbers(detail(refused, 1))).isEqualTo(tenths);
    assertThat(fleet.decoder.blobs).hasSize(blobs);
    assertThat(count()).isEqualTo(known);

    HttpResponse<String> skipped = upload("?skip_invalid=true", file);

    assertThat(skipped.statusCode()).isEqualTo(201);
    JsonArray bad = json(skipped).getAsJsonArray("badLines");
    assertThat(numbers(bad.get(0).getAsJsonObject())).isEqualTo(tenths);
    assertThat(json(skipped).getAsJsonObject("batch").get("skipped").getAsInt()).isEqualTo(1000);
  }

  @Test
  void create_badLinesOfAllKinds_areEachTold() throws Exception {
    byte[] rest =
        """
        {"prompt": "a", "custom_id": "same"}
        {"prompt": "a", "custom_id": "same"}
        {"prompt": "a"
        {"promt": "a"}
        """
            .getBytes(StandardCharsets.UTF_8);
    byte[] file = new byte[rest.length + 2];
    System.arraycopy(rest, 0, file, 0, rest.length);
    file[rest.length] = (byte) 0xff;
    file[rest.length + 1] = '\n';

    HttpResponse<String> refused = http.upload(BATCHES, file);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).getAsJsonArray("details").asList().stream().skip(1))
        .extracting(d -> d.getAsJsonObject().get("message").getAsString())
        .satisfiesExactly(
            m -> assertThat(m).isEqualTo("custom_id: same is the one of line 1 already"),
            m -> assertThat(m).startsWith("malformed JSON"),
            m -> assertThat(m).contains("did you mean prompt?"),
            m -> assertThat(m).contains("UTF-8"));
    assertThat(numbers(detail(refused, 4))).containsExactly(5);
  }

  @Test
  void create_sameKey_isTheSameBatchUnlessTheFileDiffers() throws Exception {
    String key = UUID.randomUUID().toString();
    String file = file(2, BatchHttpIT::line);
    String first = id(upload("", file, "Idempotency-Key", key));

    assertThat(id(upload("?request_id=" + key, file))).isEqualTo(first);
    HttpResponse<String> other = upload("", file + "\n" + line(3), "Idempotency-Key", key);
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(RestIT.reason(other)).isEqualTo("REQUEST_ID_TAKEN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "application/jsonl; charset=latin1"})
  void create_otherContentType_isRefused(String type) throws Exception {
    HttpResponse<String> refused = upload("", line(1), "Content-Type", type);

    assertThat(refused.statusCode()).isEqualTo(415);
    assertThat(json(refused).get("message").getAsString())
        .endsWith(
            " is not application/jsonl or application/x-ndjson or application/x-jsonlines in UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "labels=who",
        "labels=a=b&labels=a=c",
        "skip_invalid=perhaps",
        "webhook.url=gopher://a",
        "request_id=a%20b",
        "label=a=b"
      })
  void create_wrongParameter_isRefusedBeforeTheFile(String query) throws Exception {
    final int begun = fleet.decoder.begun.get();
    HttpResponse<String> refused = upload("?" + query, line(1));

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(fleet.decoder.begun.get()).isEqualTo(begun);
  }

  @Test
  void create_noLines_isRefused() throws Exception {
    HttpResponse<String> refused = upload("", "\n \n");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).get("message").getAsString())
        .startsWith("data: the file has no lines");
  }

  @Test
  void create_moreFilesAtOnceThanAllowed_isRefused() throws Exception {
    final int begun = fleet.decoder.begun.get();
    List<RawHttp> uploads = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      uploads.add(RawHttp.upload(gateway, BATCHES).chunk(line(1) + "\n"));
    }
    Calls.await(() -> fleet.decoder.begun.get() == begun + 16);

    HttpResponse<String> refused = upload("", line(1));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(RestIT.reason(refused)).isEqualTo("TOO_MANY_UPLOADS");
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    for (RawHttp upload : uploads) {
      upload.close();
    }
  }

  @Test
  void moves_moveTheBatchAtEveryGateway() throws Exception {
    String path = BATCHES + "/" + id(upload("", line(1)));

    assertThat(state(http.send("POST", path + ":pause", null))).isEqualTo("STATE_PAUSED");
    assertThat(state(elsewhere.get(path))).isEqualTo("STATE_PAUSED");
    assertThat(state(elsewhere.send("POST", path + ":resume", null))).isEqualTo("STATE_RUNNING");
    HttpResponse<String> early = http.send("DELETE", path, null);
    assertThat(early.statusCode()).isEqualTo(400);
    assertThat(state(http.send("POST", path + ":cancel", null))).isEqualTo("STATE_CANCELLED");
    HttpResponse<String> late = http.send("POST", path + ":pause", null);
    assertThat(late.statusCode()).isEqualTo(400);
    assertThat(RestIT.reason(late)).isEqualTo("BATCH_CANCELLED");
    assertThat(http.get(BATCHES + "?states=STATE_CANCELLED&page_size=1000").body())
        .contains(path.substring(path.lastIndexOf('/') + 1));
    assertThat(http.send("DELETE", path, null).statusCode()).isEqualTo(200);
    assertThat(elsewhere.get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void events_tellTheBatchUntilItsEnd() throws Exception {
    String path = BATCHES + "/" + id(upload("", line(1)));
    HttpResponse<Stream<String>> response = http.lines("GET", path + "/events", null);
    Iterator<String> lines = response.body().iterator();

    assertThat(RestIT.event(lines)).startsWith("id: 1\nevent: batch\n").contains("STATE_RUNNING");
    http.send("POST", path + ":pause", null);
    assertThat(RestIT.event(lines)).startsWith("id: 2\nevent: batch\n").contains("STATE_PAUSED");
    http.send("POST", path + ":cancel", null);
    assertThat(RestIT.event(lines)).startsWith("id: end\nevent: batch\n").contains("CANCELLED");
    assertThat(lines.hasNext()).isFalse();
    assertThat(http.get(path + "/events", "Last-Event-ID", "end").statusCode()).isEqualTo(204);
  }

  @Test
  void results_areTheLinesInOrder() throws Exception {
    String path = BATCHES + "/" + id(upload("", file(1200, BatchHttpIT::line))) + "/results";

    HttpResponse<String> all = http.get(path);
    assertThat(all.headers().firstValue("content-type")).hasValue("application/jsonl");
    assertThat(all.body().lines().map(BatchHttpIT::number))
        .isEqualTo(IntStream.rangeClosed(1, 1200).boxed().toList());
    assertThat(http.get(path + "?after_line=1190").body().lines().map(BatchHttpIT::number))
        .containsExactly(1191, 1192, 1193, 1194, 1195, 1196, 1197, 1198, 1199, 1200);
    assertThat(http.get(path + "?after_line=1200").body()).isEmpty();
  }

  @Test
  void results_followed_comeWhenTheLinesHaveEnded() throws Exception {
    String path = BATCHES + "/" + id(upload("", file(3, BatchHttpIT::line)));
    HttpResponse<Stream<String>> following = http.lines("GET", path + "/results?follow=true", null);
    assertThat(following.statusCode()).as("before any line has ended").isEqualTo(200);

    http.send("POST", path + ":cancel", null);

    assertThat(following.body().filter(line -> !line.isEmpty()))
        .hasSize(3)
        .allMatch(line -> line.contains("STATE_CANCELLED"));
  }

  @Test
  void archive_isAZipFileOfWhatThereIs() throws Exception {
    String id = id(upload("", file(3, BatchHttpIT::line)));

    HttpResponse<byte[]> archive = http.bytes("GET", BATCHES + "/" + id + "/archive");

    assertThat(archive.headers().firstValue("content-type")).hasValue("application/zip");
    assertThat(archive.headers().firstValue("content-disposition"))
        .hasValue("attachment; filename=\"batch-%s.zip\"".formatted(id));
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive.body()))) {
      ZipEntry manifest = zip.getNextEntry();
      assertThat(manifest.getName()).isEqualTo("manifest.jsonl");
      assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8).lines()).hasSize(3);
      assertThat(zip.getNextEntry()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/events", "/results", "/results?follow=true", "/archive"})
  void head_hasTheHeadersAlone(String what) throws Exception {
    String id = id(upload("", line(1)));
    HttpResponse<byte[]> head = http.bytes("HEAD", BATCHES + "/" + id + what);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("content-type")).isPresent();
    for (String method : List.of("GET", "HEAD")) {
      HttpResponse<byte[]> unknown = http.bytes(method, BATCHES + "/nobody" + what);
      assertThat(unknown.statusCode()).as(method).isEqualTo(404);
      assertThat(unknown.headers().firstValue("content-type")).hasValue("application/json");
    }
  }

  static String id(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
    return json(response).getAsJsonObject("batch").get("id").getAsString();
  }

  /** A file of so many lines, numbered from 1. */
  static String file(int lines, IntFunction<String> line) {
    return IntStream.rangeClosed(1, lines).mapToObj(line).collect(Collectors.joining("\n"));
  }

  static String line(int number) {
    return "{\"prompt\": \"a boat\", \"custom_id\": \"boat %d\"}".formatted(number);
  }

  private static HttpResponse<String> upload(String query, String file, String... headers)
      throws Exception {
    return http.upload(BATCHES + query, file.getBytes(StandardCharsets.UTF_8), headers);
  }

  private static int count() throws Exception {
    return json(http.get(BATCHES + "?page_size=1000")).getAsJsonArray("batches").size();
  }

  private static String state(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response).getAsJsonObject("batch").get("state").getAsString();
  }

  private static JsonObject detail(HttpResponse<String> response, int index) {
    JsonObject detail = json(response).getAsJsonArray("details").get(index).getAsJsonObject();
    assertThat(detail.get("@type").getAsString())
        .isEqualTo("type.googleapis.com/langevin.v1.BadLines");
    return detail;
  }

  private static List<Integer> numbers(JsonObject badLines) {
    return badLines.getAsJsonArray("lines").asList().stream().map(JsonElement::getAsInt).toList();
  }

  private static int number(String result) {
    return JsonParser.parseString(result).getAsJsonObject().get("line").getAsInt();
  }
}
