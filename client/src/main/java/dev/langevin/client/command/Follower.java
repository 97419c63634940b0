package dev.langevin.client.command;

import com.google.protobuf.ByteString;
import dev.langevin.client.CommandException;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.Terminal;
import dev.langevin.client.output.Text;
import dev.langevin.client.output.View;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.InlineImage;
import dev.langevin.v1.Progress;
import dev.langevin.v1.WatchGenerationResponse;
import io.grpc.StatusRuntimeException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Follows one generation to its end. */
final class Follower {
  private static final int CANCEL_SECONDS = 3;

  private final View view;
  private final Runnable reached;
  private final Consumer<Progress> onlooker;
  private final CompletableFuture<String> id = new CompletableFuture<>();
  private final Map<String, ByteString> images = new HashMap<>();
  private volatile Generation generation = Generation.getDefaultInstance();

  Follower(View view, Runnable reached) {
    this(view, reached, progress -> {});
  }

  /**
   * Follows one.
   *
   * @param onlooker is told of all progress, too
   */
  Follower(View view, Runnable reached, Consumer<Progress> onlooker) {
    this.view = view;
    this.reached = reached;
    this.onlooker = onlooker;
  }

  /** The generation as last heard of. */
  Generation generation() {
    return generation;
  }

  /** The images that came with the last message, by artifact name. */
  Map<String, ByteString> images() {
    return images;
  }

  /** Whether the server has told the generation's id. */
  boolean accepted() {
    return id.isDone();
  }

  boolean succeeded() {
    return generation.getState() == Generation.State.STATE_SUCCEEDED;
  }

  void generate(Iterator<GenerateResponse> events) {
    while (events.hasNext()) {
      GenerateResponse event = events.next();
      for (InlineImage image : event.getImagesList()) {
        images.put(image.getName(), image.getData());
      }
      switch (event.getEventCase()) {
        case GENERATION -> state(event.getGeneration());
        case PROGRESS -> progress(event.getProgress());
        case EVENT_NOT_SET -> {}
      }
    }
    end();
  }

  void watch(Iterator<WatchGenerationResponse> events) {
    while (events.hasNext()) {
      WatchGenerationResponse event = events.next();
      switch (event.getEventCase()) {
        case GENERATION -> state(event.getGeneration());
        case PROGRESS -> progress(event.getProgress());
        case EVENT_NOT_SET -> {}
      }
    }
    end();
  }

  /** Cancels the generation from another thread, if it has been accepted or is in a moment. */
  void cancel(Connection connection, Terminal terminal) {
    view.close();
    try {
      String known = id.get(1, TimeUnit.SECONDS);
      if (!Text.ended(generation.getState())) {
        ask(connection, known);
        terminal.err().println("cancelled " + known);
      }
    } catch (StatusRuntimeException e) {
      terminal
          .err()
          .println("langevin: " + id.join() + " may still run: " + e.getStatus().getCode());
    } catch (TimeoutException | ExecutionException e) {
      // Not accepted yet: the server has nothing to cancel, or answers too late to ask.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The stream may tell of the end, and its reader close the connection, before the answer is here.
   */
  private void ask(Connection connection, String known) {
    try {
      connection
          .stub()
          .withDeadlineAfter(CANCEL_SECONDS, TimeUnit.SECONDS)
          .cancelGeneration(CancelGenerationRequest.newBuilder().setId(known).build());
    } catch (StatusRuntimeException e) {
      if (generation.getState() != Generation.State.STATE_CANCELLED) {
        throw e;
      }
    }
  }

  private void state(Generation next) {
    reached.run();
    generation = next;
    id.complete(next.getId());
    view.state(next);
  }

  private void progress(Progress progress) {
    view.progress(progress);
    onlooker.accept(progress);
  }

  private void end() {
    view.clear();
    if (!Text.ended(generation.getState())) {
      throw CommandException.failed(
          "the server ended the stream of generation "
              + generation.getId()
              + " while it was "
              + Text.state(generation.getState()),
          null);
    }
  }
}
