package dev.langevin.runtime.generations;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Asks for the ends of the partitions, once for all who wait: a request made while a question is
 * under way is answered by the next question, because the one under way may have been answered
 * before the request came in.
 */
final class Ends {
  private final Supplier<CompletableFuture<Map<Integer, Long>>> question;
  private CompletableFuture<Map<Integer, Long>> running;
  private CompletableFuture<Map<Integer, Long>> next;

  /** Asks {@code question} for the end offset of each partition. */
  Ends(Supplier<CompletableFuture<Map<Integer, Long>>> question) {
    this.question = question;
  }

  /** The ends, read no earlier than this call. */
  synchronized CompletableFuture<Map<Integer, Long>> now() {
    if (running != null) {
      if (next == null) {
        next = new CompletableFuture<>();
      }
      return next;
    }
    CompletableFuture<Map<Integer, Long>> answer = new CompletableFuture<>();
    ask(answer);
    return answer;
  }

  private void ask(CompletableFuture<Map<Integer, Long>> answer) {
    running = answer;
    CompletableFuture<Map<Integer, Long>> asked;
    try {
      asked = question.get();
    } catch (RuntimeException e) {
      asked = CompletableFuture.failedFuture(e);
    }
    asked.whenComplete(
        (ends, failure) -> {
          synchronized (this) {
            running = null;
            if (next != null) {
              CompletableFuture<Map<Integer, Long>> waiting = next;
              next = null;
              ask(waiting);
            }
          }
          if (failure == null) {
            answer.complete(ends);
          } else {
            answer.completeExceptionally(failure);
          }
        });
  }
}
