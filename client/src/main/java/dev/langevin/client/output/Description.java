package dev.langevin.client.output;

import com.google.protobuf.Timestamp;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** A generation in full, one fact a line. */
public record Description(Terminal terminal) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  /** The text, without a line end. */
  public String of(Generation generation) {
    GenerationRequest request = generation.getRequest();
    List<String> lines = new ArrayList<>();
    add(lines, "id", generation.getId());
    add(lines, "state", Text.state(generation.getState()) + progress(generation));
    add(lines, "prompt", request.getPrompt());
    add(lines, "negative", request.getNegativePrompt());
    add(lines, "text", text(request));
    add(lines, "model", request.getModel() + "  " + Text.size(request.getSize(), terminal));
    add(
        lines,
        "sampling",
        request.getSteps()
            + " steps "
            + request.getSampler()
            + ", guidance "
            + Text.number(request.getGuidanceScale())
            + ", seed "
            + Integer.toUnsignedString(request.getSeed()));
    add(lines, "retry of", generation.getOrigin());
    add(lines, "attempt", attempts(generation));
    add(lines, "created", time(generation.hasCreateTime(), generation.getCreateTime()));
    add(lines, "ended", time(generation.hasEndTime(), generation.getEndTime()));
    if (generation.hasTiming()) {
      Duration run = Text.duration(generation.getTiming().getRun());
      Duration network = Text.duration(generation.getTiming().getNetwork());
      add(lines, "took", Text.time(run) + ", of which network " + Text.time(network));
    }
    request.getLabelsMap().forEach((key, value) -> add(lines, "label", key + "=" + value));
    for (Artifact artifact : generation.getArtifactsList()) {
      add(
          lines,
          "image",
          artifact.getName()
              + "  seed "
              + Integer.toUnsignedString(artifact.getSeed())
              + ", "
              + artifact.getSizeBytes()
              + " bytes");
    }
    generation.getWarningsList().forEach(w -> add(lines, "note", w.getMessage()));
    if (generation.hasError()) {
      add(
          lines,
          "error",
          generation.getError().getReason() + ": " + generation.getError().getMessage());
    }
    return String.join(System.lineSeparator(), lines);
  }

  /** How the prompts are read, if it is not as they stand with all layers. */
  private static String text(GenerationRequest request) {
    List<String> facts = new ArrayList<>();
    switch (request.getPromptSyntax()) {
      case PROMPT_SYNTAX_A1111 -> facts.add("syntax a1111");
      case PROMPT_SYNTAX_COMFY -> facts.add("syntax comfy");
      case PROMPT_SYNTAX_UNSPECIFIED, PROMPT_SYNTAX_PLAIN, UNRECOGNIZED -> {}
    }
    if (request.hasClipSkip()) {
      facts.add("clip skip " + Integer.toUnsignedString(request.getClipSkip()));
    }
    return String.join(", ", facts);
  }

  private static String progress(Generation generation) {
    return generation.getState() == Generation.State.STATE_RUNNING
            && generation.getProgress().getSteps() > 0
        ? ", step "
            + generation.getProgress().getStep()
            + " of "
            + generation.getProgress().getSteps()
        : "";
  }

  /** The first that goes well is nothing to speak of. */
  private static String attempts(Generation generation) {
    String attempt = Integer.toUnsignedString(generation.getAttempt());
    if (generation.getFailedAttempts() == 0) {
      return generation.getAttempt() > 1 ? attempt + ", given back and taken again" : "";
    }
    return attempt
        + ", "
        + Integer.toUnsignedString(generation.getFailedAttempts())
        + " before it broke off";
  }

  private static String time(boolean present, Timestamp time) {
    return present ? TIME.format(Instant.ofEpochSecond(time.getSeconds(), time.getNanos())) : "";
  }

  private void add(List<String> lines, String name, String value) {
    if (!value.isBlank()) {
      String label = String.format("%-9s", name);
      lines.add((terminal.outColour() ? "\033[2m" + label + "\033[0m" : label) + " " + value);
    }
  }
}
