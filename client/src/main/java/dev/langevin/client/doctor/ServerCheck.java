package dev.langevin.client.doctor;

import dev.langevin.client.CommandException;
import dev.langevin.client.local.Address;
import dev.langevin.client.local.ApiKey;
import dev.langevin.client.local.Connection;
import dev.langevin.client.local.Trust;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.ListModelsResponse;
import dev.langevin.v1.Model;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server, and the models that it has.
 *
 * @param address where it should be
 * @param trust whom to trust if it is reached over TLS
 * @param key to sign in with
 */
public record ServerCheck(Address address, Trust trust, ApiKey key) implements Check {
  private static final int PATIENCE_SECONDS = 5;
  private static final String SUBJECT = "server";

  @Override
  public List<Finding> run() {
    try (Connection connection = Connection.to(address, trust, key)) {
      ListModelsResponse models =
          connection
              .stub()
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .listModels(ListModelsRequest.getDefaultInstance());
      List<Finding> findings = new ArrayList<>();
      findings.add(
          Finding.ok(
              SUBJECT,
              "%s answers, with %d %s"
                  .formatted(
                      address,
                      models.getModelsCount(),
                      models.getModelsCount() == 1 ? "model" : "models")));
      for (Model model : models.getModelsList()) {
        if (!model.getProblem().isEmpty()) {
          findings.add(
              Finding.broken(
                  "model " + model.getName(),
                  model.getProblem(),
                  "set it right, then langevin models --refresh"));
        }
      }
      return findings;
    } catch (StatusRuntimeException e) {
      return List.of(
          Finding.broken(
              SUBJECT,
              CommandException.call(address.toString(), e).getMessage(),
              e.getStatus().getCode() == Status.Code.UNAUTHENTICATED
                  ? "set LANGEVIN_API_KEY, or use --api-key-file"
                  : "look at its log, or start one with langevin serve"));
    }
  }
}
