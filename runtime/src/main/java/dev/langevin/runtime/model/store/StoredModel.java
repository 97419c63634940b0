package dev.langevin.runtime.model.store;

/** What a service keeps of a model while it is loaded. */
public interface StoredModel extends AutoCloseable {
  /** Hex SHA-256 over the model's files. */
  String digest();

  /** Frees what it holds; nobody uses it any more. */
  @Override
  void close();
}
