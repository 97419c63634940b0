package dev.langevin.runtime.blob;

import dev.langevin.runtime.blob.s3.S3BlobStore;
import dev.langevin.runtime.config.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the store that a setting names. Only where that is a bucket are the classes of the AWS SDK
 * looked for: services that keep nothing run without them.
 */
public final class BlobStores {
  private static final Logger LOG = LoggerFactory.getLogger(BlobStores.class);

  private BlobStores() {}

  /**
   * A store whose blobs survive a loss of power, checked.
   *
   * @param what a blob is, for messages
   * @throws ConfigurationException naming the setting, if the store can't be used as it is set up;
   *     one that is merely away may come later
   */
  public static BlobStore durable(String what, StoreSettings settings) {
    return switch (settings.location()) {
      case StoreLocation.Folder folder ->
          checked(LocalBlobStore.durable(what, folder.path()), settings);
      case StoreLocation.Bucket bucket -> bucket(what, bucket, settings);
    };
  }

  /** The same, but blobs of a directory survive the death of their writer alone. */
  public static BlobStore quick(String what, StoreSettings settings) {
    return switch (settings.location()) {
      case StoreLocation.Folder folder ->
          checked(LocalBlobStore.quick(what, folder.path()), settings);
      case StoreLocation.Bucket bucket -> bucket(what, bucket, settings);
    };
  }

  private static BlobStore checked(BlobStore store, StoreSettings settings) {
    try {
      store.check();
      return store;
    } catch (BlobException e) {
      throw refused(settings, e);
    }
  }

  /** A store across a network may be away for a while; what is set up wrong stays wrong. */
  private static BlobStore bucket(
      String what, StoreLocation.Bucket bucket, StoreSettings settings) {
    BlobStore store = S3BlobStore.open(what, bucket, settings.s3());
    try {
      store.check();
    } catch (BlobException e) {
      if (e.kind() == BlobException.Kind.NOT_WRITABLE) {
        store.close();
        throw refused(settings, e);
      }
      LOG.warn("{}; it is used as soon as it can be", e.getMessage());
    }
    return store;
  }

  private static ConfigurationException refused(StoreSettings settings, BlobException e) {
    return new ConfigurationException(settings.key() + ": " + e.getMessage(), e);
  }
}
