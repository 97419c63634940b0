package dev.langevin.runtime.model;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Opens model directories. */
final class ModelReader {
  private ModelReader() {}

  static List<ModelEntry> scan(Path models) {
    if (Files.isRegularFile(models.resolve(ModelDirectory.INDEX))) {
      return List.of(entry(models));
    }
    List<ModelEntry> entries = new ArrayList<>();
    try (Stream<Path> children = Files.list(models)) {
      children
          .filter(ModelReader::looksLikeModel)
          .sorted()
          .forEach(child -> entries.add(entry(child)));
    } catch (IOException e) {
      throw ModelException.unreadable(models, e);
    }
    entries.sort(
        Comparator.comparing((ModelEntry entry) -> !preferred(entry))
            .thenComparing(ModelEntry::name)
            .thenComparing(ModelReader::version, Comparator.reverseOrder()));
    return distinct(entries);
  }

  static ModelDirectory open(Path root) {
    Json index = Json.read(root.resolve(ModelDirectory.INDEX), "every model directory has it");
    Set<String> parts = parts(root, index.object());
    String denoiser = parts.contains("unet") ? "unet" : "transformer";
    requirePart(root, parts, "scheduler", "scheduler_config.json");
    requirePart(root, parts, denoiser, "model.onnx");
    Map<String, Declared> networks = new TreeMap<>();
    for (String part : parts) {
      if (isNetwork(part)) {
        networks.put(part, network(root, part));
      }
    }
    Path scheduler = root.resolve("scheduler").resolve("scheduler_config.json");
    Json.read(scheduler, "the sampler needs it");
    Optional<Declared> autoencoder = Optional.ofNullable(networks.get("vae_decoder"));
    Path tokens = root.resolve("tokenizer").resolve("tokenizer_config.json");
    Optional<Json> tokenizer =
        Optional.of(tokens).filter(Files::exists).map(file -> Json.read(file, "the tokenizer"));
    Card card = Card.read(own(root, index), networks.get(denoiser), autoencoder, tokenizer);
    if (denoiser.equals("unet")) {
      List<Declared> encoders =
          networks.keySet().stream()
              .filter(part -> part.startsWith("text_encoder"))
              .map(networks::get)
              .toList();
      new Agreement(networks.get(denoiser), autoencoder, encoders).check(card.latentChannels());
    }
    return new ModelDirectory(root, card, List.copyOf(parts), Json.text(scheduler, "the sampler"));
  }

  private static Json own(Path root, Json index) {
    Path file = root.resolve("langevin.json");
    if (Files.exists(file)) {
      return Json.read(file, "our description");
    }
    return index.get("langevin").filter(e -> e.isJsonObject()).isPresent()
        ? new Json(index.file(), index.object().getAsJsonObject("langevin"))
        : new Json(file, new JsonObject());
  }

  /**
   * The index names the parts; one that says {@code vae} means decoder and, if it is there,
   * encoder.
   */
  private static Set<String> parts(Path root, JsonObject index) {
    Set<String> parts = new TreeSet<>();
    for (String key : index.keySet()) {
      boolean used =
          index.get(key).isJsonArray()
              && index.getAsJsonArray(key).asList().stream().noneMatch(e -> e.isJsonNull());
      if (!used || key.startsWith("_")) {
        continue;
      }
      if (key.equals("vae")) {
        parts.add("vae_decoder");
        if (Files.isDirectory(root.resolve("vae_encoder"))) {
          parts.add("vae_encoder");
        }
      } else if (isNetwork(key) || key.startsWith("tokenizer") || key.equals("scheduler")) {
        parts.add(key);
      }
    }
    return parts;
  }

  private static boolean isNetwork(String part) {
    return part.startsWith("text_encoder")
        || part.startsWith("vae_")
        || part.equals("unet")
        || part.equals("transformer");
  }

  private static void requirePart(Path root, Set<String> parts, String part, String file) {
    if (!parts.contains(part)) {
      throw ModelException.badField(root.resolve(ModelDirectory.INDEX), part, "nothing", "a part");
    }
    Path path = root.resolve(part).resolve(file);
    if (!Files.isRegularFile(path)) {
      throw ModelException.missing(path, ModelDirectory.INDEX + " lists " + part);
    }
  }

  private static Declared network(Path root, String part) {
    Path folder = root.resolve(part);
    Path file = folder.resolve("model.onnx");
    Json config = Json.readIfThere(folder.resolve("config.json"), "it describes " + part);
    return new Declared(config, file, NetworkFile.open(file));
  }

  /**
   * A directory whose index is missing is a broken model; one with no part of a model is something
   * else, and so is a hidden one, where a model may be on its way.
   */
  private static boolean looksLikeModel(Path child) {
    return Files.isDirectory(child)
        && !child.getFileName().toString().startsWith(".")
        && Stream.of(ModelDirectory.INDEX, "unet", "transformer", "langevin.json")
            .anyMatch(name -> Files.exists(child.resolve(name)));
  }

  private static ModelEntry entry(Path root) {
    try {
      return new ModelEntry.Usable(open(root));
    } catch (ModelException e) {
      return broken(root, e.getMessage());
    } catch (RuntimeException e) {
      // Whatever nobody foresaw in one directory must not hide the others.
      return broken(root, "%s: can't be read as a model: %s".formatted(root, e));
    }
  }

  /** Newer versions come first. */
  private static ModelId version(ModelEntry entry) {
    return entry instanceof ModelEntry.Usable usable
        ? usable.directory().id()
        : new ModelId(entry.name(), "");
  }

  private static ModelEntry broken(Path root, String problem) {
    String name = root.toAbsolutePath().normalize().getFileName().toString();
    return new ModelEntry.Broken(root, name, problem);
  }

  private static boolean preferred(ModelEntry entry) {
    return entry instanceof ModelEntry.Usable usable && usable.directory().card().preferred();
  }

  private static List<ModelEntry> distinct(List<ModelEntry> entries) {
    Set<ModelId> ids = new HashSet<>();
    List<ModelEntry> distinct = new ArrayList<>();
    for (ModelEntry entry : entries) {
      if (!(entry instanceof ModelEntry.Usable usable) || ids.add(usable.directory().id())) {
        distinct.add(entry);
      } else {
        Path root = usable.directory().root();
        String problem =
            "%s: another directory has %s, too".formatted(root, usable.directory().id());
        distinct.add(new ModelEntry.Broken(root, root.getFileName().toString(), problem));
      }
    }
    return List.copyOf(distinct);
  }
}
