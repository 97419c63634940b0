package dev.langevin.gateway.batches;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.Completion;
import dev.langevin.gateway.admission.Identity;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.catalog.Catalog;
import dev.langevin.gateway.policy.ContentPolicy;
import dev.langevin.gateway.quotas.Quotas;
import dev.langevin.internal.v1.BatchLine;
import dev.langevin.runtime.batches.BatchLines;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import io.grpc.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks the lines of one file and fills in what they leave out. Used by one thread. */
final class LineAdmission {
  /** The most kinds of requests that are remembered. */
  private static final int SHAPES = 1_000;

  /** Labels that nobody else sets. */
  private static final List<String> SERVERS_LABELS =
      List.of(BatchLines.BATCH_LABEL, BatchLines.CUSTOM_ID_LABEL, ContentPolicy.LABEL);

  private final String batchId;
  private final String tenant;
  private final Catalog catalog;
  private final Quotas quotas;
  private final ContentPolicy policy;
  private final CustomIds customIds = new CustomIds();
  private final Map<GenerationRequest, Completion.Completed> shapes = new HashMap<>();

  /**
   * @param batchId from which ids and absent seeds derive
   * @param tenant whose lines they are
   * @param quotas what it may have
   * @param policy what nobody may ask for
   */
  LineAdmission(
      String batchId, String tenant, Catalog catalog, Quotas quotas, ContentPolicy policy) {
    this.batchId = batchId;
    this.tenant = tenant;
    this.catalog = catalog;
    this.quotas = quotas;
    this.policy = policy;
  }

  /**
   * Admits a line.
   *
   * @param number from 1
   * @param bytes without the line end; null if there were too many
   */
  BatchLine admit(int number, byte[] bytes) throws BadLineException {
    if (bytes == null) {
      throw new BadLineException(
          "the line is longer than %,d bytes".formatted(BatchRules.LINE_BYTES));
    }
    LineParser.Parsed parsed = LineParser.parse(bytes);
    String customId = parsed.customId() == null ? Integer.toString(number) : parsed.customId();
    int other = customIds.taken(customId, number);
    if (other != 0) {
      throw new BadLineException(
          "custom_id: %s is the one of line %d already".formatted(customId, other));
    }
    try {
      return completed(number, customId, parsed.request());
    } catch (BadLineException e) {
      throw new BadLineException(e.getMessage(), customId);
    } catch (GatewayException e) {
      if (e.code() == Status.Code.INVALID_ARGUMENT || e.reason().equals(Quotas.EXCEEDED)) {
        throw new BadLineException(e.getMessage(), customId);
      }
      throw e; // a model that can't be used at present is no fault of the line
    }
  }

  private BatchLine completed(int number, String customId, GenerationRequest request)
      throws BadLineException {
    RequestRules.check(CreateGenerationRequest.newBuilder().setGeneration(request).build());
    if (request.getPriority() == Priority.PRIORITY_INTERACTIVE) {
      throw new BadLineException(
          "priority: PRIORITY_INTERACTIVE is not possible in a batch; leave it out");
    }
    for (String label : SERVERS_LABELS) {
      if (request.containsLabels(label)) {
        throw new BadLineException("labels[%s]: set by the server; leave it out".formatted(label));
      }
    }
    String generationId = BatchLines.generationId(batchId, number);
    Completion.Completed completed = completed(request, generationId);
    quotas.requirePossible(tenant, completed.rows());
    GenerationRequest whole =
        completed.request().toBuilder()
            .setPrompt(request.getPrompt())
            .setNegativePrompt(request.getNegativePrompt())
            .setSeed(request.hasSeed() ? request.getSeed() : Identity.seedOf(generationId))
            .clearLabels()
            .putAllLabels(request.getLabelsMap())
            .putLabels(BatchLines.BATCH_LABEL, batchId)
            .putLabels(BatchLines.CUSTOM_ID_LABEL, customId)
            .build();
    return BatchLine.newBuilder()
        .setLine(number)
        .setCustomId(customId)
        .setRequest(policy.admit(tenant, whole))
        .setRequestHash(Identity.hashOf(request))
        .setPool(completed.entry().pool())
        .setRows(completed.rows())
        .build();
  }

  /**
   * What the model makes of a request; worked out once for all that differ in nothing that matters
   * to it, since a file's lines mostly do, and a plan takes longer to make than the rest.
   */
  private Completion.Completed completed(GenerationRequest request, String generationId) {
    GenerationRequest shape =
        request.toBuilder()
            .clearPrompt()
            .clearNegativePrompt()
            .clearSeed()
            .clearLabels()
            .setPriority(Priority.PRIORITY_BATCH)
            .build();
    Completion.Completed known = shapes.get(shape);
    if (known == null) {
      known = Completion.complete(shape, catalog, generationId);
      if (shapes.size() < SHAPES) {
        shapes.put(shape, known);
      }
    }
    return known;
  }
}
