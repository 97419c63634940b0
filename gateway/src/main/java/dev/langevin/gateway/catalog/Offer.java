package dev.langevin.gateway.catalog;

import dev.langevin.internal.v1.DescribeModelsResponse;
import dev.langevin.internal.v1.DescribeResponse;
import dev.langevin.internal.v1.ModelDescription;
import dev.langevin.internal.v1.ModelState;
import dev.langevin.runtime.model.ModelId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what the services say of the models. Pure. */
final class Offer {
  private static final Logger LOG = LoggerFactory.getLogger(Offer.class);

  private Offer() {}

  /**
   * The models that the denoisers describe, those that can be used first.
   *
   * @param others the services that a job needs beside a denoiser; what none of a service's
   *     replicas can use can't be used
   */
  static Map<ModelId, Entry> of(
      Answers<DescribeResponse> denoisers, List<Answers<DescribeModelsResponse>> others) {
    Map<ModelId, Entry> entries = described(denoisers);
    entries.replaceAll(
        (id, entry) -> entry.model().getProblem().isEmpty() ? judged(entry, others) : entry);
    return usableFirst(entries);
  }

  /** The first denoiser's word counts, unless it can't use the model and another one can. */
  private static Map<ModelId, Entry> described(Answers<DescribeResponse> denoisers) {
    Map<ModelId, Entry> entries = new LinkedHashMap<>();
    for (String address : denoisers.addresses()) {
      DescribeResponse answer =
          denoisers.given().getOrDefault(address, DescribeResponse.getDefaultInstance());
      for (ModelDescription description : answer.getModelsList()) {
        Entry entry = Descriptions.read(description);
        Entry known = entries.putIfAbsent(entry.id(), entry);
        if (known == null) {
          continue;
        }
        if (!known.model().getProblem().isEmpty() && entry.model().getProblem().isEmpty()) {
          entries.put(entry.id(), entry);
        } else if (!known.model().getDigest().equals(entry.model().getDigest())) {
          LOG.debug("{} has other weights of {} than the others", address, entry.id());
        }
      }
    }
    return entries;
  }

  private static Entry judged(Entry entry, List<Answers<DescribeModelsResponse>> others) {
    List<String> problems =
        others.stream()
            .map(answers -> problem(entry.id(), answers))
            .filter(problem -> !problem.isEmpty())
            .toList();
    return problems.isEmpty() ? entry : entry.withProblem(String.join("; ", problems));
  }

  /**
   * Why no replica of a service can use the model; empty if one can, or may: one that has not
   * answered yet is not held to lack it.
   */
  private static String problem(ModelId id, Answers<DescribeModelsResponse> answers) {
    List<String> problems = new ArrayList<>();
    for (String address : answers.addresses()) {
      for (ModelState state : models(answers, address)) {
        if (id.equals(new ModelId(state.getName(), state.getVersion()))) {
          if (state.getProblem().isEmpty()) {
            return "";
          }
          problems.add("%s %s: %s".formatted(answers.service(), address, state.getProblem()));
        }
      }
    }
    if (problems.isEmpty()
        && !answers.addresses().isEmpty()
        && answers.given().size() == answers.addresses().size()) {
      return "%s %s: it is not in the directory of models"
          .formatted(answers.service(), String.join(", ", answers.addresses()));
    }
    return problems.isEmpty() ? "" : problems.getFirst();
  }

  private static List<ModelState> models(Answers<DescribeModelsResponse> answers, String address) {
    DescribeModelsResponse answer = answers.given().get(address);
    return answer == null ? List.of() : answer.getModelsList();
  }

  /** So that the default is one that works, if any does. */
  private static Map<ModelId, Entry> usableFirst(Map<ModelId, Entry> entries) {
    Map<ModelId, Entry> sorted = new LinkedHashMap<>();
    for (boolean usable : new boolean[] {true, false}) {
      entries.forEach(
          (id, entry) -> {
            if (entry.model().getProblem().isEmpty() == usable) {
              sorted.put(id, entry);
            }
          });
    }
    return Collections.unmodifiableMap(sorted);
  }
}
