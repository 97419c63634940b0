package dev.langevin.client.trace;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.langevin.client.CommandException;
import dev.langevin.v1.Generation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where traces are: a file that services write them to, or a server that keeps them. */
public final class TraceSource {
  private static final String OPTION = "--traces";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Where a trace is asked for: Jaeger, and Tempo new and old. */
  private static final List<String> PATHS =
      List.of("/api/v3/traces/", "/api/v2/traces/", "/api/traces/");

  private TraceSource() {}

  /**
   * The spans of a generation.
   *
   * @param where a file, or the URL of Jaeger or Tempo
   */
  public static List<Stretch> read(String where, Generation generation) {
    return where.startsWith("http://") || where.startsWith("https://")
        ? ask(where, generation)
        : file(Path.of(where), generation);
  }

  private static List<Stretch> file(Path file, Generation generation) {
    List<Otlp.Span> all = new ArrayList<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .filter(line -> !line.isBlank())
          .forEach(line -> all.addAll(Otlp.spans(JsonParser.parseString(line))));
    } catch (IOException e) {
      throw CommandException.file(OPTION, file, "can't be read: " + e.getMessage());
    } catch (JsonParseException | UncheckedIOException e) {
      throw CommandException.file(OPTION, file, "holds something else than spans");
    }
    // A process that was killed in the midst of a job has not written the span that names it.
    Set<String> traces =
        all.stream()
            .filter(
                span ->
                    generation.getTraceId().equals(span.trace())
                        || generation.getId().equals(span.generation()))
            .map(Otlp.Span::trace)
            .collect(Collectors.toSet());
    List<Stretch> found =
        all.stream().filter(span -> traces.contains(span.trace())).map(Otlp.Span::stretch).toList();
    if (found.isEmpty()) {
      throw CommandException.file(
          OPTION, file, "has no span of generation " + generation.getId() + why(generation));
    }
    return found;
  }

  private static List<Stretch> ask(String where, Generation generation) {
    if (generation.getTraceId().isEmpty()) {
      throw CommandException.invalid(
          OPTION, where, "can't have the trace of this generation" + why(generation));
    }
    String base = where.endsWith("/") ? where.substring(0, where.length() - 1) : where;
    List<String> problems = new ArrayList<>();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      for (String path : PATHS) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(base + path + generation.getTraceId()))
                .header("Accept", "application/json")
                .timeout(PATIENCE)
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          List<Otlp.Span> spans = Otlp.spans(parsed(answer.body()));
          if (!spans.isEmpty()) {
            return spans.stream().map(Otlp.Span::stretch).toList();
          }
        }
        problems.add(path + " answers " + answer.statusCode());
      }
    } catch (IOException | IllegalArgumentException e) {
      throw CommandException.invalid(OPTION, where, "can't be asked: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.failed("interrupted while waiting for the trace", e);
    }
    throw CommandException.invalid(
        OPTION,
        where,
        "does not have trace %s: %s"
            .formatted(generation.getTraceId(), String.join(", ", problems)));
  }

  /** What can't be parsed is no answer. */
  private static JsonElement parsed(String body) {
    try {
      return JsonParser.parseString(body);
    } catch (JsonParseException e) {
      return new JsonArray();
    }
  }

  private static String why(Generation generation) {
    return generation.getTraceId().isEmpty()
        ? ": it is not recorded (LANGEVIN_TRACES, LANGEVIN_TRACES_ENDPOINT, LANGEVIN_TRACES_SAMPLE)"
        : ", trace " + generation.getTraceId();
  }
}
