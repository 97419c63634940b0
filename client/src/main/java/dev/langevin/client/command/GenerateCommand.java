package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.Interruption;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.Destination;
import dev.langevin.client.output.View;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerationRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes pictures, and waits for them. */
@Command(
    name = "generate",
    description = "Makes a picture from a prompt, and waits for it.",
    footer = {
      "",
      "What is not given comes from the model: see langevin models. Ctrl-C cancels the job.",
      "",
      "Examples:",
      "  langevin generate \"a red sailboat at sunset with mountains\" -o boat.png",
      "  langevin generate \"a castle in the snow\" --count 4 --steps 30 --sampler euler_a",
      "  langevin generate --from boat.png --seed 7 -o another.png",
    })
final class GenerateCommand extends ServerCommand {
  @Mixin RequestOptions options = new RequestOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to write the picture; with --count, FILE-1.png, FILE-2.png and so on. Default: a"
              + " new file named after the prompt.")
  Path output;

  @Option(
      names = "--request-id",
      paramLabel = "ID",
      description = "Makes the call idempotent: the same id and request give the same generation.")
  String requestId;

  @Mixin WatchOptions watch = new WatchOptions();

  @Spec picocli.CommandLine.Model.CommandSpec spec;

  private GenerationRequest request;
  private Destination destination;
  private volatile Follower accepted;

  GenerateCommand(Context context) {
    super(context);
  }

  @Override
  void prepare() {
    if (options.prompt == null && options.from == null) {
      throw new ParameterException(spec.commandLine(), "a PROMPT is needed, or --from PNG");
    }
    requestId = requestId == null ? "cli-" + UUID.randomUUID() : Checks.requestId(requestId);
    GenerationRequest.Builder asked = options.request().toBuilder();
    watch.prepare(asked, context, quiet || json);
    request = asked.build();
    int count = request.hasCount() ? request.getCount() : 1;
    destination = Destination.of(output, request.getPrompt(), count);
  }

  @Override
  View view() {
    return watch.canvas().map(c -> View.of(context.terminal(), c)).orElseGet(super::view);
  }

  @Override
  ExitCode run(Connection connection, View view) {
    long start = System.nanoTime();
    Follower follower =
        new Follower(view, this::reached, progress -> watch.progress(progress, view));
    Interruption.Registration cancels =
        context.interruption().on(() -> follower.cancel(connection, context.terminal()));
    try {
      view.stage("sending the request");
      follower.generate(connection.stub().generate(message()));
    } finally {
      if (follower.accepted()) {
        accepted = follower;
      }
      cancels.close();
    }
    Results results = new Results(context, json, view);
    if (!follower.succeeded()) {
      return results.ended(follower.generation());
    }
    String expected = options.modelDigest();
    if (!expected.isEmpty() && !expected.equals(follower.generation().getModelDigest())) {
      view.note(options.from + " was made by another version of the model: the picture may differ");
    }
    List<Path> files = destination.write(connection, follower.generation(), follower.images());
    watch.fetchFilm(connection, follower.generation(), view);
    watch.finish(files, follower.generation().getRequest().getSteps(), view);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    ExitCode code = results.written(follower.generation(), files, time);
    watch.open(files, context, view);
    return code;
  }

  @Override
  void interruptedBetween(ConnectionOptions.Servers servers) {
    if (accepted != null && servers.remote()) {
      try (Connection connection = servers.next()) {
        accepted.cancel(connection, context.terminal());
      }
    }
  }

  private GenerateRequest message() {
    return GenerateRequest.newBuilder().setGeneration(request).setRequestId(requestId).build();
  }
}
