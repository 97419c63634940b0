package dev.langevin.runtime.model.store;

/**
 * The use of a loaded model, which stays loaded until this is closed.
 *
 * @param <M> what the service keeps of a model
 */
public final class Lease<M extends StoredModel> implements AutoCloseable {
  private final M model;
  private final Runnable giveBack;
  private boolean closed;

  Lease(M model, Runnable giveBack) {
    this.model = model;
    this.giveBack = giveBack;
  }

  /** The model. */
  public M model() {
    return model;
  }

  /** Ends the use; a second call does nothing. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      giveBack.run();
    }
  }
}
