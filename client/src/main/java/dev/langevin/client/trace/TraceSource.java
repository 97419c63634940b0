package dev.langevin.client.trace;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.langevin.client.CommandException;
import dev.langevin.v1.Generation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Where traces are: a file that services write them to, or a server that keeps them. */
public final class TraceSource {
  private static final String OPTION = "--traces";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Where a trace is asked for: Jaeger, and Tempo new and old. */
  private static final List<String> PATHS =
      List.of("/api/v3/traces/", "/api/v2/traces/", "/api/traces/");

  /**
   * What was found.
   *
   * @param spans 1 or more
   * @param unreadable lines that may be about the generation, and can't be read
   */
  public record Found(List<Stretch> spans, int unreadable) {}

  private TraceSource() {}

  /**
   * The spans of a generation.
   *
   * @param where a file, or the URL of Jaeger or Tempo
   */
  public static Found read(String where, Generation generation) {
    return where.startsWith("http://") || where.startsWith("https://")
        ? ask(where, generation)
        : file(Path.of(where), generation);
  }

  /** What was read of a file's lines, and of how many nothing can be. */
  private record Lines(List<Otlp.Span> spans, int unreadable) {}

  private static Found file(Path file, Generation generation) {
    Set<String> traces = new HashSet<>();
    if (!generation.getTraceId().isEmpty()) {
      traces.add(generation.getTraceId());
    }
    // A process that was killed in the midst of a job has not written the span that names it.
    String id = generation.getId();
    lines(file, Set.of(id), span -> id.equals(span.generation())).spans().stream()
        .map(Otlp.Span::trace)
        .forEach(traces::add);
    Lines lines = lines(file, traces, span -> traces.contains(span.trace()));
    if (lines.spans().isEmpty()) {
      throw CommandException.file(
          OPTION,
          file,
          lines.unreadable() > 0
              ? "holds something else than spans"
              : "has no span of generation " + id + why(generation));
    }
    return new Found(of(lines.spans(), id), lines.unreadable());
  }

  /** Of a file that may be larger than the memory: lines without any of the ids are passed over. */
  private static Lines lines(Path file, Set<String> ids, Predicate<Otlp.Span> wanted) {
    List<Otlp.Span> spans = new ArrayList<>();
    int unreadable = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (ids.stream().anyMatch(line::contains)) {
          try {
            Otlp.spans(JsonParser.parseString(line)).stream().filter(wanted).forEach(spans::add);
          } catch (RuntimeException e) { // whatever is odd about it: the others may be good
            unreadable++;
          }
        }
      }
    } catch (IOException e) {
      throw CommandException.file(OPTION, file, "can't be read: " + e.getMessage());
    }
    return new Lines(spans, unreadable);
  }

  /**
   * Those of a generation: a client may put several into one trace, each with what it consists of.
   */
  static List<Stretch> of(List<Otlp.Span> spans, String id) {
    Map<String, List<Otlp.Span>> within =
        spans.stream().collect(Collectors.groupingBy(span -> span.stretch().parent()));
    Set<String> others = new HashSet<>();
    Deque<Otlp.Span> left = new ArrayDeque<>();
    spans.stream()
        .filter(span -> !span.generation().isEmpty() && !span.generation().equals(id))
        .forEach(left::add);
    while (!left.isEmpty()) {
      Otlp.Span other = left.remove();
      if (!other.generation().equals(id) && others.add(other.stretch().id())) {
        left.addAll(within.getOrDefault(other.stretch().id(), List.of()));
      }
    }
    return spans.stream()
        .map(Otlp.Span::stretch)
        .filter(stretch -> !others.contains(stretch.id()))
        .toList();
  }

  private static Found ask(String where, Generation generation) {
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
          List<Stretch> spans = of(Otlp.spans(parsed(answer.body())), generation.getId());
          if (!spans.isEmpty()) {
            return new Found(spans, 0);
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
