package dev.langevin.deploy.admin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.blob.S3Settings;
import dev.langevin.runtime.blob.StoreLocation;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.model.fetch.FetchException;
import dev.langevin.runtime.model.fetch.ModelDepot;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** What both commands do around a transfer: open the depot, and turn failures into exit codes. */
final class ModelTransfer {
  private ModelTransfer() {}

  /**
   * Does it with the depot of this place.
   *
   * @param argument what names the place, for messages
   */
  static <T> T with(
      Context context, String argument, String place, Function<ModelDepot, T> transfer) {
    // What libraries have to say is in the failure.
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    try {
      S3Settings settings = S3Settings.of(Environment.of(context.environment().variables()));
      try (ModelDepot depot = ModelDepot.at(StoreLocation.parse(argument, place), settings)) {
        return transfer.apply(depot);
      }
    } catch (ConfigurationException e) {
      throw refused(e.getMessage());
    } catch (BlobException e) {
      throw e.kind() == BlobException.Kind.FAILED
          ? CommandException.unavailable(e.getMessage(), e)
          : CommandException.failed(e.getMessage(), e);
    } catch (FetchException | ModelException e) {
      throw CommandException.failed(e.getMessage(), e);
    }
  }

  /** Messages of settings are {@code KEY: value is not …}. */
  private static CommandException refused(String message) {
    int colon = message.indexOf(": ");
    int value = message.indexOf(' ', colon + 2);
    return CommandException.invalid(
        message.substring(0, colon),
        message.substring(colon + 2, value),
        message.substring(value + 1));
  }
}
